import { describe, expect, it } from "vitest";
import { cellEnd, cellStart, type ScoreTrack, scoreAt, scoresOf, windowAt } from "./score-track.ts";

/** 2 s windows every 0.5 s at 16 kHz, and a last one aligned to the end. */
const TRACK: ScoreTrack = {
  sampleRateHz: 16_000,
  numLabels: 2,
  count: 4,
  starts: Float64Array.of(0, 8_000, 16_000, 18_000, 0),
  ends: Float64Array.of(32_000, 40_000, 48_000, 50_000, 0),
  scores: Float32Array.of(0.1, 0.9, 0.2, 0.8, 0.3, 0.7, 0.4, 0.6, 0, 0),
};

describe("score track", () => {
  it("reads one score and one window", () => {
    expect(scoreAt(TRACK, 2, 1)).toBeCloseTo(0.7, 6);
    expect([...scoresOf(TRACK, 3)]).toEqual([Math.fround(0.4), Math.fround(0.6)]);
    expect(scoreAt(TRACK, 9, 0)).toBeNaN();
  });

  it("tiles the file with cells, from its first sample to its last", () => {
    const cells = [0, 1, 2, 3].map((window) => [cellStart(TRACK, window), cellEnd(TRACK, window)]);
    expect(cells).toEqual([
      [0, 20_000],
      [20_000, 28_000],
      [28_000, 33_000],
      [33_000, 50_000],
    ]);
  });

  it("finds the window of every sample", () => {
    for (const sample of [-5, 0, 19_999, 20_000, 27_999, 28_000, 32_999, 33_000, 49_999, 99_999]) {
      const window = windowAt(TRACK, sample);
      const inside = Math.min(49_999, Math.max(0, sample));
      expect(cellStart(TRACK, window)).toBeLessThanOrEqual(inside);
      expect(cellEnd(TRACK, window)).toBeGreaterThan(inside);
    }
    expect(windowAt({ ...TRACK, count: 0 }, 5)).toBe(-1);
  });
});
