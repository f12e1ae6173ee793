import { describe, expect, it } from "vitest";
import type { ScoreTrack } from "../../scores/score-track.ts";
import { ribbonHeights, timeStepS } from "./timeline/ribbon-shape.ts";

/** One label; windows of `lengthS` every second at 10 Hz. */
function trackOf(scores: readonly number[], lengthS: number): ScoreTrack {
  return {
    sampleRateHz: 10,
    numLabels: 1,
    count: scores.length,
    starts: Float64Array.from(scores, (_, window) => window * 10),
    ends: Float64Array.from(scores, (_, window) => (window + lengthS) * 10),
    scores: Float32Array.from(scores),
  };
}

const heights = (track: ScoreTrack | null, fromS: number, toS: number, pixels: number) =>
  [...ribbonHeights(track, 0, { fromS, toS }, new Float32Array(pixels).fill(7))].map((h) => Number(h.toFixed(1)));

describe("ribbons", () => {
  const track = trackOf([0.1, 0.9, 0.2], 2);

  it("give each pixel the highest score of the cells that touch it, from end to end", () => {
    expect(heights(track, 0, 4, 8)).toEqual([0.1, 0.1, 0.1, 0.9, 0.9, 0.2, 0.2, 0.2]);
    expect(heights(track, 0, 4, 3)).toEqual([0.1, 0.9, 0.2]);
  });

  it("show a part of the file, and nothing where no window lies", () => {
    expect(heights(track, 1, 3, 4)).toEqual([0.1, 0.9, 0.9, 0.2]);
    expect(heights(track, 3, 5, 4)).toEqual([0.2, 0.2, 0, 0]);
    expect(heights(null, 0, 1, 2)).toEqual([0, 0]);
  });

  it("never lose a short sound in a long file", () => {
    const long = trackOf(
      Array.from({ length: 10_000 }, (_, window) => (window === 5000 ? 1 : 0)),
      1,
    );
    expect(Math.max(...heights(long, 0, 10_000, 100))).toBe(1);
  });

  it("mark time in round steps that leave room", () => {
    expect(timeStepS(12.4, 800)).toBe(1);
    expect(timeStepS(7200, 320)).toBe(1800);
  });
});
