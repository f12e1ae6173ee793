import { describe, expect, it } from "vitest";
import { evaluate } from "./evaluate.ts";
import vectors from "./evaluation-vectors.json" with { type: "json" };
import type { LabelledItem } from "./labelled-item.ts";

/** Sums in another order than NumPy's: some units in the last place of numbers up to 1. */
const DIGITS = 13;

function itemsOf(set: (typeof vectors.sets)[number]): LabelledItem[] {
  return set.truth.map((truth, i) => ({ truth, scores: set.scores.slice(i * set.labels, (i + 1) * set.labels) }));
}

describe.each(vectors.sets)("scikit-learn's figures: $name", (set) => {
  const labels = Array.from({ length: set.labels }, (_, i) => `label ${i}`);
  const found = evaluate(labels, itemsOf(set), [1, 2, 3, 5]);

  it("accuracy and confusion matrix", () => {
    expect(found.items).toBe(set.truth.length);
    expect(found.accuracy).toBeCloseTo(set.figures.accuracy, DIGITS);
    expect(found.confusion).toEqual(set.figures.confusion);
  });

  it("top-k accuracy", () => {
    const expected = set.figures.topK;
    expect(found.topK.map(({ k }) => k)).toEqual([1, 2, 3, 5].filter((k) => k < set.labels));
    for (const { k, accuracy } of expected) {
      expect(found.topK.find((one) => one.k === k)?.accuracy).toBeCloseTo(accuracy, DIGITS);
    }
  });

  it("average precision", () => {
    expect(found.meanAveragePrecision).toBeCloseTo(set.figures.meanAveragePrecision, DIGITS);
    found.perLabel.forEach(({ averagePrecision }, i) => {
      const expected = set.figures.averagePrecision[i];
      if (expected === null) expect(averagePrecision).toBeNull();
      else expect(averagePrecision).toBeCloseTo(expected ?? NaN, DIGITS);
    });
  });

  it("precision, recall, F1 and support, by label and averaged", () => {
    const { figures } = set;
    found.perLabel.forEach((row, i) => {
      expect(row.label).toBe(labels[i]);
      expect(row.support).toBe(figures.support[i]);
      for (const name of ["precision", "recall", "f1"] as const) {
        expect(row[name]).toBeCloseTo(figures[name][i] ?? NaN, DIGITS);
      }
    });
    for (const name of ["precision", "recall", "f1"] as const) {
      expect(found.macro[name]).toBeCloseTo(figures.macro[name], DIGITS);
      expect(found.weighted[name]).toBeCloseTo(figures.weighted[name], DIGITS);
    }
  });
});

describe("evaluate", () => {
  const labels = ["a", "b", "c"];

  it("takes the first of equal scores for the answer, as argmax, and the last for the top-k, as scikit-learn", () => {
    const { accuracy, topK } = evaluate(labels, [{ truth: 0, scores: [0.5, 0.5, 0] }], [1, 2]);
    expect(accuracy).toBe(1);
    expect(topK).toEqual([
      { k: 1, accuracy: 0 },
      { k: 2, accuracy: 1 },
    ]);
  });

  it("doesn't depend on the order of the items", () => {
    const set = vectors.sets[3];
    if (set === undefined) throw new Error("no such set");
    const names = Array.from({ length: set.labels }, (_, i) => `${i}`);
    const [there, back] = [evaluate(names, itemsOf(set)), evaluate(names, itemsOf(set).reverse())];
    expect(back).toEqual(there);
  });

  it("takes logits and typed arrays", () => {
    const items = [
      { truth: 1, scores: Float32Array.of(-5, 3, -1) },
      { truth: 2, scores: Float32Array.of(-5, -4, 9) },
    ];
    expect(evaluate(labels, items)).toMatchObject({ accuracy: 1, meanAveragePrecision: 1 });
  });

  it("leaves out a k that says nothing", () => {
    expect(evaluate(labels, [{ truth: 0, scores: [1, 0, 0] }]).topK).toEqual([]);
    expect(evaluate(labels, [{ truth: 0, scores: [1, 0, 0] }], [2, 3]).topK).toEqual([{ k: 2, accuracy: 1 }]);
  });

  it("refuses what can't be evaluated", () => {
    const item = { truth: 0, scores: [1, 0, 0] };
    expect(() => evaluate(labels, [])).toThrow(/No items/);
    expect(() => evaluate([], [item])).toThrow(/No labels/);
    for (const truth of [-1, 3, 0.5, NaN]) expect(() => evaluate(labels, [{ ...item, truth }])).toThrow(/truth/);
    expect(() => evaluate(labels, [item, { truth: 0, scores: [1] }])).toThrow(/Item 1: 1 scores for 3/);
    expect(() => evaluate(labels, [{ truth: 0, scores: [1, NaN, 0] }])).toThrow(/score 1 is NaN/);
    for (const k of [0, 1.5]) expect(() => evaluate(labels, [item], [k])).toThrow(/positive integer/);
  });
});
