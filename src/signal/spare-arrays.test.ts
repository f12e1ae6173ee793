import { expect, it } from "vitest";
import { SpareArrays } from "./spare-arrays.ts";

it("gives an array back to whom it fits, once", () => {
  const spare = new SpareArrays();
  const [short, long] = [new Float32Array(3), new Float32Array(5)];
  spare.give([short, long]);
  expect(spare.take(5)).toBe(long);
  expect(spare.take(5)).not.toBe(long);
  expect(spare.take(4)).toHaveLength(4);
  expect(spare.take(3)).toBe(short);
});

it("keeps no view, no empty array, and no end of them", () => {
  const spare = new SpareArrays();
  const view = new Float32Array(8).subarray(2, 5);
  spare.give([view, new Float32Array(0)]);
  expect(spare.take(3)).not.toBe(view);
  const many = Array.from({ length: 1000 }, () => new Float32Array(2));
  spare.give(many);
  const known = new Set(many);
  const reused = many.filter(() => known.has(spare.take(2)));
  expect(reused.length).toBeGreaterThan(0);
  expect(reused.length).toBeLessThan(100);
});
