import { describe, expect, it } from "vitest";
import { type ClipMethod, ClipScores } from "./aggregate.ts";

function clip(windows: readonly (readonly [scores: number[], weight: number])[]): ClipScores {
  const clipScores = new ClipScores(windows[0]?.[0].length ?? 1);
  for (const [scores, weight] of windows) clipScores.add(scores, weight);
  return clipScores;
}

const METHODS: ClipMethod[] = ["mean", "max", "energy-mean", "log-mean-exp"];

describe("ClipScores", () => {
  const three = clip([
    [[0.25, 1], 1],
    [[0.5, 0], 3],
    [[0.75, 0], 0],
  ]);

  it("has the mean and the maximum of its windows", () => {
    expect(three.windows).toBe(3);
    expect(three.scores("mean")[0]).toBeCloseTo(0.5, 7);
    expect(three.scores("mean")[1]).toBeCloseTo(1 / 3, 7);
    expect([...three.scores("max")]).toEqual([0.75, 1]);
  });

  it("gives silent windows no say in the energy mean", () => {
    expect([...three.scores("energy-mean")]).toEqual([0.4375, 0.25]);
  });

  it("falls back on the mean where all is silent", () => {
    expect([
      ...clip([
        [[0.25], 0],
        [[0.75], 0],
      ]).scores("energy-mean"),
    ]).toEqual([0.5]);
  });

  it("puts log-mean-exp between mean and maximum: one window of 1 in ten gives 0.55", () => {
    const expected = Math.log((9 + Math.exp(5)) / 10) / 5;
    for (const at of [0, 4, 9]) {
      const tenth = clip(Array.from({ length: 10 }, (_, i) => [[i === at ? 1 : 0], 1] as const));
      expect(tenth.scores("log-mean-exp")[0]).toBeCloseTo(expected, 6);
      expect(tenth.scores("mean")[0]).toBeCloseTo(0.1, 6);
    }
  });

  it.each(METHODS)("gives one window, or many alike, back as they are: %s", (method) => {
    for (const count of [1, 2, 7]) {
      const same = clip(Array.from({ length: count }, () => [[0.125, 0.75], 0.5] as const)).scores(method);
      expect(same[0]).toBeCloseTo(0.125, 6);
      expect(same[1]).toBeCloseTo(0.75, 6);
    }
  });

  it("survives raw logits of any size", () => {
    for (const logits of [
      [1000, -1000],
      [-1000, 1000],
    ]) {
      const soft = clip(logits.map((logit) => [[logit], 1] as const)).scores("log-mean-exp")[0];
      expect(soft).toBeCloseTo(1000 - Math.log(2) / 5, 3);
    }
  });

  it("refuses what would spoil it, and then holds what it held", () => {
    const clipScores = clip([[[0.5, 0.5], 1]]);
    expect(() => clipScores.add([0.5], 1)).toThrow(/1 scores, not 2/);
    expect(() => clipScores.add([0.5, NaN], 1)).toThrow(/Score 1/);
    for (const weight of [-1, NaN, Infinity]) expect(() => clipScores.add([1, 1], weight)).toThrow(/Weight/);
    for (const method of METHODS) expect([...clipScores.scores(method)]).toEqual([0.5, 0.5]);
    expect(() => new ClipScores(3).scores("mean")).toThrow(/without windows/);
    expect(() => new ClipScores(0)).toThrow(RangeError);
  });
});
