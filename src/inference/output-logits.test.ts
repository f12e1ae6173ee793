import { describe, expect, it } from "vitest";
import { activate } from "../scores/activation.ts";
import { outputLogits } from "./output-logits.ts";

const SCORES = Float32Array.of(0, 1e-6, 0.001, 0.25, 0.5, 0.75, 0.999, 0.99999, 1);

describe("logits of a graph's output", () => {
  it("are its logits, copied", () => {
    const values = Float32Array.of(-3, 7);
    const logits = outputLogits(values, 1, 2, null);
    expect(logits).toEqual(values);
    expect(logits?.buffer).not.toBe(values.buffer);
  });

  it("give a sigmoid's scores back to 1e-5, and are finite at 0 and 1", () => {
    const logits = outputLogits(SCORES, 1, SCORES.length, "sigmoid") as Float32Array;
    expect(logits.every(Number.isFinite)).toBe(true);
    activate(logits, "sigmoid").forEach((score, i) => {
      expect(Math.abs(score - (SCORES[i] as number))).toBeLessThanOrEqual(1.01e-5);
    });
  });

  it("give a softmax's scores back", () => {
    const scores = Float32Array.of(0.7, 0.2, 0.0999, 0.0001, 0);
    const logits = outputLogits(scores, 1, 5, "softmax") as Float32Array;
    activate(logits, "softmax").forEach((score, i) => {
      expect(score).toBeCloseTo(scores[i] as number, 5);
    });
  });

  it("leave numbers as they are where nothing made them", () => {
    expect(outputLogits(Float32Array.of(-2, 30), 1, 2, "none")).toEqual(Float32Array.of(-2, 30));
  });

  it("are the mean of a window's frames, taken before the logit", () => {
    const frames = Float32Array.of(0.2, 0.9, 0.4, 0.7, 0.5, 0.5, 0.5, 0.1);
    const logits = outputLogits(frames, 2, 2, "sigmoid") as Float32Array;
    const scores = activate(logits, "sigmoid");
    for (const [i, wanted] of [0.3, 0.8, 0.5, 0.3].entries()) expect(scores[i]).toBeCloseTo(wanted, 6);
  });

  it("are none where the numbers don't divide into labels and windows", () => {
    expect(outputLogits(new Float32Array(7), 1, 2, null)).toBeNull();
    expect(outputLogits(new Float32Array(2), 2, 2, null)).toBeNull();
  });

  it("keep a NaN, so that it is told", () => {
    expect(outputLogits(Float32Array.of(Number.NaN), 1, 1, "sigmoid")).toEqual(Float32Array.of(Number.NaN));
  });
});
