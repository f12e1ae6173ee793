import { describe, expect, it, vi } from "vitest";
import { collectItems, subjectOf } from "./collect-items.ts";
import { manifestIntake, takeManifest } from "./manifest-intake.ts";
import { troubleWords } from "./manifest-words.ts";
import { howWords, mapLabels } from "./mapping.ts";
import { nextCell, shownLabels } from "./matrix-view.ts";
import { changedTruths, folderOf, folderTruths, hasLabelledFolders, hasOtherTruths } from "./truth.ts";

const LABELS = ["dog", "rain", "sea_waves"];

function scored(path: string, trueLabel: string | null, scores: readonly number[], modelId = "m") {
  const clip = LABELS.map((label, index) => ({ label, score: scores[index] ?? 0 })).sort((a, b) => b.score - a.score);
  return { id: path, path, modelId, labels: LABELS, activation: "sigmoid" as const, clip, trueLabel };
}

describe("what a file holds", () => {
  const files = ["set/dog/1.wav", "set/rain/2.wav", "3.wav"].map((path) => ({ path, trueLabel: null }));

  it("is its last folder's name", () => {
    expect(["set/dog/1.wav", "dog/1.wav", "1.wav", "/1.wav"].map(folderOf)).toEqual(["dog", "dog", null, null]);
    expect(hasLabelledFolders(files)).toBe(true);
    expect(hasLabelledFolders(files.slice(1))).toBe(false);
  });

  it("is told again only where it changed", () => {
    expect(changedTruths(files, folderTruths(files))?.size).toBe(2);
    const told = files.map(({ path }) => ({ path, trueLabel: folderOf(path) }));
    expect(changedTruths(told, folderTruths(told))).toBeNull();
    expect(hasOtherTruths(told)).toBe(false);
    expect(hasOtherTruths([{ path: "a/1.wav", trueLabel: "dog" }])).toBe(true);
  });
});

describe("labels of the data", () => {
  it("are mapped by name and by choice, in order of name", () => {
    const mapped = mapLabels(["Sea waves", "dog", "puppy", "dog", "noise"], LABELS, { puppy: "dog", dog: null });
    expect(mapped.map(({ label, files, modelIndex }) => [label, files, modelIndex])).toEqual([
      ["dog", 2, null],
      ["noise", 1, null],
      ["puppy", 1, 0],
      ["Sea waves", 1, 2],
    ]);
    expect(mapped.map(howWords)).toEqual(["your choice", "no label of this name", "your choice", "same name"]);
  });
});

describe("what is evaluated", () => {
  const files = [
    scored("dog/1", "dog", [0.9, 0.2, 0.1]),
    scored("dog/2", "dog", [0.3, 0.8, 0.1]),
    scored("puppy/3", "puppy", [0.9, 0.2, 0.1]),
    scored("dog/4", "dog", [0.9, 0.2, 0.1], "other"),
    scored("5", null, [0.9, 0.2, 0.1]),
  ];

  it("are the files of the commonest model with a truth that it knows, scores in label order", () => {
    const subject = subjectOf(files);
    expect(subject?.modelId).toBe("m");
    if (subject === null) return;
    const items = collectItems(files, subject, mapLabels(["dog", "puppy"], LABELS, {}));
    expect(items.map(({ path, truth, predicted }) => [path, truth, predicted])).toEqual([
      ["dog/1", 0, 0],
      ["dog/2", 0, 1],
    ]);
    expect(items.map(({ scores }) => Array.from(scores))[1]).toEqual([0.3, 0.8, 0.1]);
  });

  it("is nothing where nothing was scored", () => {
    expect(subjectOf([{ ...scored("a", "dog", [1, 0, 0]), clip: [] }])).toBeNull();
  });
});

describe("the matrix", () => {
  const matrix = [
    [3, 0, 1],
    [0, 0, 0],
    [0, 2, 4],
  ];

  it("shows labels that occur, the commonest where there are too many", () => {
    expect(
      shownLabels([
        [1, 0, 0, 0],
        [0, 0, 0, 0],
        [0, 0, 5, 0],
        [0, 0, 0, 2],
      ]),
    ).toEqual([0, 2, 3]);
    expect(
      shownLabels(
        [
          [1, 0, 0, 0],
          [0, 0, 0, 0],
          [0, 0, 5, 0],
          [0, 0, 0, 2],
        ],
        2,
      ),
    ).toEqual([2, 3]);
  });

  it("is walked from filled cell to filled cell", () => {
    const go = (row: number, column: number, key: string) => nextCell(matrix, { row, column }, key);
    expect(go(0, 0, "ArrowRight")).toEqual({ row: 0, column: 2 });
    expect(go(0, 2, "ArrowRight")).toEqual({ row: 2, column: 1 });
    expect(go(0, 0, "ArrowDown")).toEqual({ row: 2, column: 1 });
    expect(go(2, 2, "ArrowUp")).toEqual({ row: 0, column: 2 });
    expect(go(2, 2, "ArrowDown")).toBeNull();
    expect(go(2, 2, "Home")).toEqual({ row: 0, column: 0 });
  });
});

describe("a manifest", () => {
  const settled = () => vi.waitUntil(() => manifestIntake.getState().phase !== "reading");

  it("is read wherever it came from; the newest wins", async () => {
    takeManifest(new File(["path,label\na.wav,dog\n"], "old.csv"));
    takeManifest(new File(["path,label\nb.wav,rain\n"], "new.csv"));
    await settled();
    expect(manifestIntake.getState()).toMatchObject({
      phase: "read",
      name: "new.csv",
      manifest: { rows: [{ label: "rain" }] },
    });
  });

  it("that cannot be read is said to be so", async () => {
    const gone = new File([], "gone.csv");
    gone.text = () => Promise.reject(new DOMException("gone", "NotReadableError"));
    takeManifest(gone);
    await settled();
    expect(manifestIntake.getState()).toEqual({ phase: "unreadable", name: "gone.csv" });
  });

  it("has its faults told by line", () => {
    expect(troubleWords({ line: 4, why: "no-label" })).toBe("Line 4: The label is missing.");
    expect(troubleWords({ line: 5, why: "missing", path: "a.wav" })).toBe(
      "Line 5, a.wav: No file of this name is in the list.",
    );
  });
});
