import { describe, expect, it } from "vitest";
import { topK } from "./top-k.ts";

describe("topK", () => {
  it("gives the best labels, best first", () => {
    expect(topK([0.1, 0.7, 0.2], ["a", "b", "c"], 2)).toEqual([
      { label: "b", score: 0.7 },
      { label: "c", score: 0.2 },
    ]);
  });

  it("keeps label order among ties", () => {
    expect(topK([0.2, 0.5, 0.2, 0.5], ["a", "b", "c", "d"], 4).map(({ label }) => label)).toEqual(["b", "d", "a", "c"]);
  });

  it("gives every label where k is more", () => {
    expect(topK(Float32Array.of(0.25, 0.5), ["a", "b"], 10)).toHaveLength(2);
    expect(topK([], [], 5)).toEqual([]);
  });

  it("ranks negative scores, raw logits say, too", () => {
    expect(topK([-3, -1, -2], ["a", "b", "c"], 1)).toEqual([{ label: "b", score: -1 }]);
  });

  it("refuses NaN, naming its label, even where it would have been cut off", () => {
    expect(() => topK([0.9, NaN], ["a", "rain"], 1)).toThrow(/"rain" is NaN/);
  });

  it("refuses a k that isn't a positive integer, and lengths that differ", () => {
    for (const k of [0, -1, 1.5, NaN]) expect(() => topK([1], ["a"], k)).toThrow(/top_k/);
    expect(() => topK([1, 2], ["a"], 1)).toThrow(/2 scores for 1 labels/);
  });
});
