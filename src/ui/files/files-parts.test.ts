import { describe, expect, it } from "vitest";
import type { ScoredWindow } from "../../session/state.ts";
import { ribbonHeights, timeStepS } from "./ribbon-shape.ts";
import { coverageOf, windowAt } from "./window-at.ts";

const windows: ScoredWindow[] = [0.1, 0.9, 0.2].map((score, index) => ({
  startS: index,
  endS: index + 2,
  scores: Float32Array.of(score, 1 - score),
}));

describe("windows and time", () => {
  it("finds the window whose middle is nearest", () => {
    expect([-5, 0, 1.4, 1.6, 2.6, 99].map((time) => windowAt(windows, time))).toEqual([0, 0, 0, 1, 2, 2]);
    expect(windowAt([], 1)).toBe(-1);
  });

  it("tells what is covered", () => {
    expect(coverageOf(windows)).toEqual({ startS: 0, endS: 4, windows: 3 });
    expect(coverageOf([])).toBeNull();
  });
});

describe("ribbons", () => {
  it("give each pixel the score of its nearest window, from end to end", () => {
    const heights = [...ribbonHeights(windows, 0, 4, 8)].map((height) => Number(height.toFixed(1)));
    expect(heights).toEqual([0.1, 0.1, 0.1, 0.9, 0.9, 0.2, 0.2, 0.2]);
  });

  it("never lose a short sound in a long file", () => {
    const many = Array.from({ length: 10_000 }, (_, index) => ({
      startS: index,
      endS: index + 1,
      scores: Float32Array.of(index === 5000 ? 1 : 0),
    }));
    expect(Math.max(...ribbonHeights(many, 0, 10_000, 100))).toBe(1);
  });

  it("mark time in round steps that leave room", () => {
    expect(timeStepS(12.4, 800)).toBe(1);
    expect(timeStepS(7200, 320)).toBe(1800);
  });
});
