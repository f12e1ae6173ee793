import { describe, expect, it } from "vitest";
import { DEFAULT_SETTINGS } from "./default-settings.ts";
import { eventsOf } from "./file-events.ts";
import { fileReports } from "./file-reports.ts";
import type { FileEntry } from "./state.ts";

const RULES = { releaseShare: 0.6, minDurationS: 0, mergeGapS: 0 };
const SETTINGS = { ...DEFAULT_SETTINGS, events: RULES };

/** Windows of 1 s every 0.5 s at 16 kHz; a dog from the third to the sixth. */
function heard(change: Partial<FileEntry> = {}): FileEntry {
  const count = 10;
  const scores = Float32Array.from({ length: count * 2 }, (_, i) => {
    const window = i >> 1;
    return i % 2 === 1 ? 0.1 : window >= 3 && window <= 6 ? 0.9 : 0.05;
  });
  return {
    id: "a",
    name: "1.wav",
    path: "yard/1.wav",
    sizeBytes: 1,
    hasSound: true,
    trueLabel: null,
    modelId: "everyday-sounds",
    labels: ["dog", "rain"],
    activation: "sigmoid",
    sourceRateHz: 44_100,
    channels: 1,
    codec: null,
    durationS: 5.5,
    state: { phase: "done", damage: null },
    track: {
      sampleRateHz: 16_000,
      numLabels: 2,
      count,
      starts: Float64Array.from({ length: count }, (_, window) => window * 8_000),
      ends: Float64Array.from({ length: count }, (_, window) => window * 8_000 + 16_000),
      scores,
    },
    clip: [
      { label: "dog", score: 0.4 },
      { label: "rain", score: 0.1 },
    ],
    overview: null,
    ...change,
  };
}

describe("reports of files", () => {
  it("carry the events of the table, sample for sample", () => {
    const file = heard();
    const [report] = fileReports([file], SETTINGS);
    const events = eventsOf(file, SETTINGS);
    expect(report).toMatchObject({
      file: "yard/1.wav",
      model: "everyday-sounds",
      sampleRateHz: 16_000,
      durationS: 5.5,
    });
    expect(report?.clip).toEqual(file.clip);
    expect(report?.events).toEqual(
      events.map(({ startSample, endSample, peak, mean }) => ({
        ...{ file: "yard/1.wav", sampleRateHz: 16_000, label: "dog" },
        ...{ startSample, endSample, peak, mean },
      })),
    );
  });

  it("follow a change of threshold", () => {
    const changed = { ...SETTINGS, threshold: 0.95 };
    expect(fileReports([heard()], changed)[0]?.events).toEqual([]);
  });

  it("leave out files of which nothing was heard", () => {
    const waiting = heard({ state: { phase: "waiting" }, track: null, activation: null, clip: [] });
    expect(fileReports([waiting, heard()], SETTINGS)).toHaveLength(1);
  });
});
