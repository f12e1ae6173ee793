import { describe, expect, it } from "vitest";
import { activate } from "./activation.ts";

describe("sigmoid", () => {
  it("has its known values, and opposite logits add to 1", () => {
    const scores = activate([0, Math.log(3), -Math.log(3)], "sigmoid");
    [0.5, 0.75, 0.25].forEach((score, i) => {
      expect(scores[i]).toBeCloseTo(score, 7);
    });
  });

  it("doesn't overflow", () => {
    expect([...activate([1000, -1000, 1e38, -1e38], "sigmoid")]).toEqual([1, 0, 1, 0]);
    expect(activate([-80], "sigmoid")[0]).toBeGreaterThan(0);
  });
});

describe("softmax", () => {
  it("has its known values and adds to 1", () => {
    const scores = activate([Math.log(1), Math.log(2), Math.log(5)], "softmax");
    [0.125, 0.25, 0.625].forEach((score, i) => {
      expect(scores[i]).toBeCloseTo(score, 7);
    });
  });

  it("depends on differences alone, however large the logits", () => {
    const plain = activate([1, 2, 3], "softmax");
    for (const shift of [1e4, -1e4]) {
      activate([1 + shift, 2 + shift, 3 + shift], "softmax").forEach((score, i) => {
        expect(score).toBeCloseTo(plain[i] ?? NaN, 6);
      });
    }
    expect([...activate([1000, 0], "softmax")]).toEqual([1, 0]);
  });

  it("shares evenly among equals, and has nothing to share among none", () => {
    expect([...activate(new Float32Array(4).fill(-7), "softmax")]).toEqual([0.25, 0.25, 0.25, 0.25]);
    expect(activate([], "softmax")).toHaveLength(0);
  });
});

describe("activate", () => {
  it("copies logits for none", () => {
    const logits = Float32Array.of(-3, 12);
    const scores = activate(logits, "none");
    expect(scores).toEqual(logits);
    expect(scores).not.toBe(logits);
  });

  it("writes where it is told, onto the logits too", () => {
    for (const activation of ["sigmoid", "softmax", "none"] as const) {
      const logits = Float32Array.of(1, -1, 0);
      const expected = activate(logits, activation);
      expect(activate(logits, activation, logits)).toBe(logits);
      expect(logits).toEqual(expected);
    }
  });

  it("refuses logits that aren't finite, and an output that doesn't fit", () => {
    for (const activation of ["sigmoid", "softmax", "none"] as const) {
      for (const bad of [NaN, Infinity, -Infinity]) expect(() => activate([0, bad], activation)).toThrow(/Logit 1/);
      expect(() => activate([0, 1], activation, new Float32Array(3))).toThrow(RangeError);
    }
  });
});
