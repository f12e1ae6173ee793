import { describe, expect, it } from "vitest";
import { event, report } from "./fixtures.ts";
import { EXPORT_FORMATS, exportFiles } from "./formats.ts";
import type { FileReport } from "./rows.ts";

const QUEUE = [report("a/dog.wav"), report("b/dog.wav"), report("cat.mp3")];

describe("exportFiles", () => {
  it("names one sound's export after it, in every format", () => {
    const names = EXPORT_FORMATS.map(({ id }) => exportFiles(id, [report("yard/dog.wav")]).map(({ name }) => name));
    expect(names).toEqual([["dog.csv"], ["dog.json"], ["dog.txt"], ["dog.selections.txt"], ["dog.vtt"]]);
  });

  it("puts a queue into one file where the format can", () => {
    for (const id of ["csv", "json", "raven"] as const) {
      const files = exportFiles(id, QUEUE);
      expect(files.map(({ name }) => name)).toEqual([`earshot-events.${id === "raven" ? "selections.txt" : id}`]);
      for (const name of ["dog.wav", "cat.mp3"]) expect(files[0]?.text).toContain(name);
    }
  });

  it("gives a file for each sound where the format can't", () => {
    const names = (id: "audacity" | "webvtt"): string[] => exportFiles(id, QUEUE).map(({ name }) => name);
    expect(names("audacity")).toEqual(["dog.txt", "dog (2).txt", "cat.txt"]);
    expect(names("webvtt")).toEqual(["dog.vtt", "dog (2).vtt", "cat.vtt"]);
  });

  it("gives Raven a table for each sound where a duration is unknown", () => {
    const files = exportFiles("raven", [report("a.wav", { durationS: null }), report("b.wav")]);
    expect(files.map(({ name }) => name)).toEqual(["a.selections.txt", "b.selections.txt"]);
  });

  it("bears each format's type", () => {
    for (const { id, mimeType } of EXPORT_FORMATS) expect(exportFiles(id, QUEUE)[0]?.mimeType).toBe(mimeType);
  });

  it("is no file where there is no report", () => {
    for (const { id } of EXPORT_FORMATS) expect(exportFiles(id, [])).toEqual([]);
  });

  it.each<[string, Partial<FileReport>]>([
    ["a score that is NaN", { clip: [{ label: "dog", score: NaN }] }],
    ["an event that ends before it starts", { events: [event("dog", 10, 9)] }],
    ["a position between samples", { events: [event("dog", 0.5, 9)] }],
    ["a position before the start", { events: [event("dog", -1, 9)] }],
    ["an infinite peak", { events: [event("dog", 0, 9, { peak: Number.POSITIVE_INFINITY })] }],
    ["a mean that is NaN", { events: [event("dog", 0, 9, { mean: NaN })] }],
    ["an event without a rate", { events: [event("dog", 0, 9, { sampleRateHz: 0 })] }],
    ["a rate of 0", { sampleRateHz: 0 }],
    ["a negative duration", { durationS: -1 }],
  ])("refuses %s, in every format, naming the file", (_, wrong) => {
    for (const { id } of EXPORT_FORMATS) {
      expect(() => exportFiles(id, [report("a.wav"), report("bad.wav", wrong)])).toThrow(/bad\.wav/);
    }
  });
});
