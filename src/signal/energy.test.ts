import { expect, it } from "vitest";
import { energy } from "./energy.ts";

it.each([0, 1, 3, 4, 7, 8])("adds up the squares of %i samples", (count) => {
  const samples = Float32Array.from({ length: 9 }, (_, index) => index + 1);
  expect(energy(samples, count)).toBe((count * (count + 1) * (2 * count + 1)) / 6);
});

it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
  "is not finite where a sample is %d",
  (bad) => {
    for (let at = 0; at < 7; at++) {
      const samples = new Float32Array(7).fill(3.4e38);
      expect(Number.isFinite(energy(samples, 7))).toBe(true);
      samples[at] = bad;
      expect(Number.isFinite(energy(samples, 7))).toBe(false);
    }
  },
);
