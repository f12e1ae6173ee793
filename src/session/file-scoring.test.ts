import { describe, expect, it } from "vitest";
import { activate } from "../scores/activation.ts";
import { scoresOf } from "../scores/score-track.ts";
import { FileScoring } from "./file-scoring.ts";

const MODEL = {
  id: "two",
  precision: "fp32",
  labels: ["a", "b"],
  sampleRateHz: 16_000,
  activation: "sigmoid",
} as const;

/** Windows that begin every half second, each with logits (n, -n). */
function pack(from: number, count: number) {
  const numbers = Array.from({ length: count }, (_, n) => from + n);
  return {
    windows: {
      starts: Float64Array.from(numbers, (n) => n * 8_000),
      ends: Float64Array.from(numbers, (n) => n * 8_000 + 32_000),
      rms: Float32Array.from(numbers, (n) => (n === 3 ? 1 : 0)),
    },
    logits: Float32Array.from(numbers.flatMap((n) => [n / 10, -n / 10])),
  };
}

function scored(...counts: number[]): FileScoring {
  const scoring = new FileScoring(MODEL);
  let from = 0;
  for (const count of counts) {
    const { windows, logits } = pack(from, count);
    scoring.add(windows, logits);
    scoring.track(null);
    from += count;
  }
  return scoring;
}

describe("FileScoring", () => {
  it("gives the same scores however the windows come", () => {
    const [whole, pieces] = [scored(300).track(null), scored(1, 99, 200).track(null)];
    expect([pieces.count, whole.count]).toEqual([300, 300]);
    for (let window = 0; window < 300; window++) {
      const expected = activate(Float32Array.of(window / 10, -window / 10), "sigmoid");
      expect(scoresOf(pieces, window)).toEqual(expected);
      expect(scoresOf(whole, window)).toEqual(expected);
    }
  });

  it("gives snapshots that later windows leave alone", () => {
    const scoring = scored(10);
    const before = scoring.track(null);
    const copy = { count: before.count, last: [...scoresOf(before, 9)] };
    const { windows, logits } = pack(10, 500);
    scoring.add(windows, logits);
    scoring.track(null);
    expect({ count: before.count, last: [...scoresOf(before, 9)] }).toEqual(copy);
    expect(scoring.coveredS).toBe((509 * 8_000 + 32_000) / 16_000);
  });

  it("changes the function without new logits, and back", () => {
    const scoring = scored(5);
    expect([...scoresOf(scoring.track("none"), 4)]).toEqual([Math.fround(0.4), Math.fround(-0.4)]);
    expect(scoresOf(scoring.track("softmax"), 4)[0]).toBeCloseTo(1 / (1 + Math.exp(-0.8)), 6);
    expect(scoresOf(scoring.track(null), 4)[0]).toBeCloseTo(1 / (1 + Math.exp(-0.4)), 6);
  });

  it("aggregates all labels by every method", () => {
    const scoring = scored(5);
    const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
    const best = (method: Parameters<FileScoring["clip"]>[1]) => scoring.clip(null, method)[0];
    expect(best("energy-mean")?.score).toBeCloseTo(sigmoid(0.3), 6); // Only window 3 is loud.
    expect(best("max")?.score).toBeCloseTo(sigmoid(0.4), 6);
    expect(best("mean")?.score).toBeCloseTo([0, 0.1, 0.2, 0.3, 0.4].reduce((sum, x) => sum + sigmoid(x), 0) / 5, 6);
    expect(best("log-mean-exp")?.score).toBeGreaterThan(best("mean")?.score ?? 1);
    expect(scoring.clip(null, "max").map(({ label }) => label)).toEqual(["a", "b"]);
  });

  it("comes back from what is kept of it", () => {
    const scoring = scored(7, 80);
    const back = FileScoring.fromKept(structuredClone(scoring.toKept()));
    expect(back.clip(null, "energy-mean")).toEqual(scoring.clip(null, "energy-mean"));
    expect(scoresOf(back.track(null), 86)).toEqual(scoresOf(scoring.track(null), 86));
    expect(back.coveredS).toBe(scoring.coveredS);
  });

  it("has nothing to say before its first window", () => {
    const empty = new FileScoring(MODEL);
    expect([empty.clip(null, "max"), empty.track(null).count, empty.coveredS]).toEqual([[], 0, 0]);
  });
});
