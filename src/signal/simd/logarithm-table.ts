/** What `assembly/logarithm.ts` counts with: masks of a float32's mantissa and of ½, then the numbers of Cephes' `logf`. */
const masks = Int32Array.of(0x007fffff, 0x3f000000);
const bias = Int32Array.of(126);
/** From m^8 down to 1. */
const polynomial = [
  7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1,
  2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
];
const lnOfTwo = [-2.1219444e-4, 0.5, 0.693359375];

export const LOGARITHM = new Uint8Array(
  [masks, Float32Array.of(Math.SQRT1_2), bias, Float32Array.of(1, ...polynomial, ...lnOfTwo)].flatMap(({ buffer }) => [
    ...new Uint8Array(buffer),
  ]),
);
