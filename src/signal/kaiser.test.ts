import { describe, expect, it } from "vitest";
import { besselI0, kaiserAt, kaiserBeta, kaiserHalfLength } from "./kaiser.ts";

describe("Kaiser window", () => {
  it("has the Bessel function of SciPy's `scipy.special.i0`", () => {
    const known = [
      [0, 1],
      [1, 1.2660658777520082],
      [5, 27.239871823604442],
      [10.0613, 2984.3318514877624],
    ] as const;
    for (const [x, i0] of known) expect(Math.abs(besselI0(x) / i0 - 1)).toBeLessThan(1e-14);
  });

  it("has the shape and length of SciPy's `kaiser_beta` and `kaiserord`", () => {
    expect(kaiserBeta(100)).toBeCloseTo(10.06126, 10);
    expect(Math.ceil(2 * kaiserHalfLength(100, 0.045) + 1)).toBe(144);
    expect(() => kaiserBeta(40)).toThrow(RangeError);
  });

  it("falls from 1 at its centre, evenly on both sides, to 0 at its ends", () => {
    const beta = 10;
    const i0Beta = besselI0(beta);
    expect(kaiserAt(0, beta, i0Beta)).toBe(1);
    expect(kaiserAt(0.5, beta, i0Beta)).toBe(kaiserAt(-0.5, beta, i0Beta));
    expect(kaiserAt(0.5, beta, i0Beta)).toBeCloseTo(0.2820596208227325, 12);
    expect([-1.01, -1, 1, 1.01].map((x) => kaiserAt(x, beta, i0Beta))).toEqual([0, 0, 0, 0]);
  });
});
