import { describe, expect, it } from "vitest";
import { ScoreSmoother } from "./smoothing.ts";

const OPTIONS = { attackMs: 100, releaseMs: 400 };

describe("ScoreSmoother", () => {
  it("gives the first window as it is", () => {
    expect(new ScoreSmoother(OPTIONS).update([0.25, 0.75], 5000)).toEqual(Float32Array.of(0.25, 0.75));
  });

  it("rises by 63 % in one attack and falls by 63 % in one release", () => {
    const smoother = new ScoreSmoother(OPTIONS);
    smoother.update([0, 1], 0);
    const rest = Math.exp(-1);
    expect(smoother.update([1, 1], 100)[0]).toBeCloseTo(1 - rest, 6);
    const falling = new ScoreSmoother(OPTIONS);
    falling.update([1], 0);
    expect(falling.update([0], 400)[0]).toBeCloseTo(rest, 6);
  });

  it("follows the same curve when windows are dropped", () => {
    const every = new ScoreSmoother(OPTIONS);
    const few = new ScoreSmoother(OPTIONS);
    every.update([0.1, 0.9], 0);
    few.update([0.1, 0.9], 0);
    let last = new Float32Array(2);
    for (let atMs = 50; atMs <= 600; atMs += 50) last = Float32Array.from(every.update([0.8, 0.2], atMs));
    few.update([0.8, 0.2], 350);
    few.update([0.8, 0.2], 600).forEach((score, i) => {
      expect(score).toBeCloseTo(last[i] ?? NaN, 6);
    });
  });

  it("follows at once with time constants of 0", () => {
    const smoother = new ScoreSmoother({ attackMs: 0, releaseMs: 0 });
    smoother.update([0, 1], 0);
    expect(smoother.update([1, 0], 0)).toEqual(Float32Array.of(1, 0));
  });

  it("never leaves the range of its input, and leaves the input alone", () => {
    const smoother = new ScoreSmoother(OPTIONS);
    const scores = Float32Array.of(0, 1);
    smoother.update(scores, 0);
    for (let i = 1; i < 50; i++) {
      const flipped = i % 2 === 0 ? scores : Float32Array.of(1, 0);
      expect(smoother.update(flipped, i * 37).every((score) => score >= 0 && score <= 1)).toBe(true);
    }
    expect(scores).toEqual(Float32Array.of(0, 1));
  });

  it("forgets on reset, the number of labels and the clock too", () => {
    const smoother = new ScoreSmoother(OPTIONS);
    smoother.update([0, 0], 9000);
    smoother.reset();
    expect(smoother.update([1, 1, 1], 0)).toEqual(Float32Array.of(1, 1, 1));
  });

  it("refuses bad time constants, another number of labels, NaN, and time that runs backwards", () => {
    for (const ms of [-1, NaN, Infinity]) {
      expect(() => new ScoreSmoother({ attackMs: ms, releaseMs: 1 })).toThrow(/attackMs/);
      expect(() => new ScoreSmoother({ attackMs: 1, releaseMs: ms })).toThrow(/releaseMs/);
    }
    const smoother = new ScoreSmoother(OPTIONS);
    expect(() => smoother.update([NaN], 0)).toThrow(/Score 0/);
    smoother.update([0], 100);
    expect(() => smoother.update([0, 0], 200)).toThrow(/2 scores after 1/);
    expect(() => smoother.update([0], 99)).toThrow(/backwards/);
    expect(() => smoother.update([0], NaN)).toThrow(/backwards/);
    expect(smoother.update([1], 200)[0]).toBeCloseTo(1 - Math.exp(-1), 6);
  });
});
