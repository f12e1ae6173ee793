import { describe, expect, it } from "vitest";
import type { FileReport } from "../../../export/rows.ts";
import { exportedWords } from "./save-export.ts";

function report(file: string, events: number): FileReport {
  const event = { file, startSample: 0, endSample: 16_000, sampleRateHz: 16_000, label: "dog", peak: 0.9, mean: 0.8 };
  return {
    ...{ file, model: "m", sampleRateHz: 16_000, durationS: 1, activation: "sigmoid", clip: [] },
    events: Array.from({ length: events }, () => event),
  };
}

describe("what was saved, in words", () => {
  it("names one file and counts several", () => {
    expect(exportedWords("csv", [report("rain.mp3", 14)], 1)).toBe("Saved 14 events of rain.mp3 as CSV.");
    expect(exportedWords("audacity", [report("a", 1), report("b", 0)], 2)).toBe(
      "Saved 1 event of 2 files as Audacity, 2 files in one zip.",
    );
  });
});
