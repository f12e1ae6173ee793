import { describe, expect, it } from "vitest";
import { matchManifest } from "./match-manifest.ts";

const rowsOf = (...pairs: [string, string][]) => pairs.map(([path, label], i) => ({ path, label, line: i + 2 }));
const labelsOf = (pairs: [string, string][], dropped: string[]) =>
  Object.fromEntries(matchManifest(rowsOf(...pairs), dropped).files.map(({ path, label }) => [path, label]));

describe("matchManifest", () => {
  it("finds a file by its whole path, though others end alike", () => {
    expect(labelsOf([["a/1.wav", "dog"]], ["b/a/1.wav", "a/1.wav"])).toEqual({ "a/1.wav": "dog" });
  });

  it("finds it by the most trailing parts, whichever of both has more folders", () => {
    const dropped = ["set/fold1/1.wav", "set/fold2/1.wav"];
    const found = { "set/fold1/1.wav": "dog", "set/fold2/1.wav": "cat" };
    expect(
      labelsOf(
        [
          ["fold1/1.wav", "dog"],
          ["fold2/1.wav", "cat"],
        ],
        dropped,
      ),
    ).toEqual(found);
    expect(
      labelsOf(
        [
          ["/home/me/old/fold1/1.wav", "dog"],
          ["D:\\x\\fold2\\1.wav", "cat"],
        ],
        dropped,
      ),
    ).toEqual(found);
  });

  it("finds it by its name where only one file has it", () => {
    expect(labelsOf([["train/1.wav", "dog"]], ["drop/1.wav", "drop/2.wav"])).toEqual({ "drop/1.wav": "dog" });
  });

  it("doesn't mind ./, backslashes and how accents are composed", () => {
    const pairs: [string, string][] = [["./a\\\u00e9.wav", "dog"]];
    expect(labelsOf(pairs, ["x/a/e\u0301.wav", "y/e\u0301.wav"])).toEqual({ "x/a/e\u0301.wav": "dog" });
  });

  it("tells a file that isn't there, and files without a label", () => {
    const match = matchManifest(rowsOf(["1.wav", "dog"], ["gone.wav", "cat"]), ["1.wav", "extra.wav", "1.WAV"]);
    expect(match.problems).toEqual([{ line: 3, why: "missing", path: "gone.wav", candidates: [] }]);
    expect(match.unlabelled).toEqual(["extra.wav", "1.WAV"]);
  });

  it("never guesses between files that fit equally well", () => {
    const match = matchManifest(rowsOf(["1.wav", "dog"], ["c/2.wav", "cat"]), ["a/1.wav", "b/1.wav", "2.wav", "2.wav"]);
    expect(match.files).toEqual([]);
    expect(match.problems).toEqual([
      { line: 2, why: "ambiguous", path: "1.wav", candidates: ["a/1.wav", "b/1.wav"] },
      { line: 3, why: "ambiguous", path: "c/2.wav", candidates: ["2.wav", "2.wav"] },
    ]);
  });

  it("never guesses between rows that disagree on a file", () => {
    const match = matchManifest(rowsOf(["a/1.wav", "dog"], ["b/1.wav", "cat"]), ["1.wav"]);
    expect(match.files).toEqual([]);
    expect(match.unlabelled).toEqual(["1.wav"]);
    expect(match.problems.map(({ line, why, candidates }) => [line, why, candidates])).toEqual([
      [2, "conflict", ["1.wav"]],
      [3, "conflict", ["1.wav"]],
    ]);
  });

  it("gives a file to the closer of two rows", () => {
    const match = matchManifest(rowsOf(["b/1.wav", "cat"], ["a/1.wav", "dog"]), ["set/a/1.wav"]);
    expect(match.files).toEqual([{ path: "set/a/1.wav", label: "dog", line: 3 }]);
    expect(match.problems).toEqual([{ line: 2, why: "missing", path: "b/1.wav", candidates: [] }]);
  });

  it("counts a file once that is named twice with one label", () => {
    const match = matchManifest(rowsOf(["1.wav", "dog"], ["1.wav", "dog"]), ["1.wav"]);
    expect(match).toEqual({ files: [{ path: "1.wav", label: "dog", line: 2 }], problems: [], unlabelled: [] });
  });

  it("stays quick with ten thousand rows", () => {
    const paths = Array.from({ length: 10_000 }, (_, i) => `set/fold${i % 10}/${i}.wav`);
    const match = matchManifest(
      paths.map((path, line) => ({ path: `/x/${path}`, label: "dog", line })),
      paths,
    );
    expect(match.files).toHaveLength(10_000);
  });
});
