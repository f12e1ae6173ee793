/**
 * Owns: one row of a convolution's kernel over an image of which only the values that are not zero are kept: behind a ReLU
 * that is half of them. Each is multiplied by its weights to 32, 40 or 48 outputs, whose sums are in registers.
 */
import { madd } from "./madd";

/** Bytes of a pixel in the table: where its run of nonzeros is told, where its sums lie, the place of the run's first value. */
const PIXEL: usize = 12;
/** Bytes of a nonzero: the value, and its place in the row. */
export const ENTRY: usize = 8;

/** The sums of 8 and of 16 outputs more than 32: as classes, so that each width is compiled by itself. */
class None {}
class Eight {
  a: v128;
  b: v128;
}
class Sixteen extends Eight {
  c: v128;
  d: v128;
}

/**
 * Adds to the sums of every pixel.
 * @param toRun what is added to where a run is told: the place of this row of the kernel
 * @param run bytes from where its beginning is told to where its end is
 * @param toSums what is added to the sums' address: the first of these outputs
 * @param weights [place in the run][output]
 * @param eights outputs / 8: 4, 5 or 6
 */
export function accumulate(
  pixels: usize,
  numPixels: i32,
  toRun: usize,
  run: usize,
  toSums: usize,
  weights: usize,
  eights: i32,
): void {
  if (eights == 4) sum<None>(pixels, numPixels, toRun, run, toSums, weights);
  else if (eights == 5) sum<Eight>(pixels, numPixels, toRun, run, toSums, weights);
  else sum<Sixteen>(pixels, numPixels, toRun, run, toSums, weights);
}

function sum<More>(pixels: usize, numPixels: i32, toRun: usize, run: usize, toSums: usize, weights: usize): void {
  const width = 128 + <u32>offsetof<More>();
  const end = pixels + <usize>numPixels * PIXEL;
  for (let pixel = pixels; pixel < end; pixel += PIXEL) {
    const told = <usize>load<u32>(pixel) + toRun;
    const sums = <usize>load<u32>(pixel, 4) + toSums;
    const first = weights - <usize>(load<u32>(pixel, 8) * width);
    let at = <usize>load<u32>(told);
    const last = <usize>load<u32>(told + run);
    let a0 = v128.load(sums);
    let a1 = v128.load(sums, 16);
    let a2 = v128.load(sums, 32);
    let a3 = v128.load(sums, 48);
    let a4 = v128.load(sums, 64);
    let a5 = v128.load(sums, 80);
    let a6 = v128.load(sums, 96);
    let a7 = v128.load(sums, 112);
    let b0 = a0;
    let b1 = a0;
    let c0 = a0;
    let c1 = a0;
    if (offsetof<More>() >= offsetof<Eight>()) {
      b0 = v128.load(sums, 128);
      b1 = v128.load(sums, 144);
    }
    if (offsetof<More>() >= offsetof<Sixteen>()) {
      c0 = v128.load(sums, 160);
      c1 = v128.load(sums, 176);
    }
    for (; at < last; at += ENTRY) {
      const value = v128.load32_splat(at);
      const w = first + <usize>(load<u32>(at, 4) * width);
      a0 = madd(value, v128.load(w), a0);
      a1 = madd(value, v128.load(w, 16), a1);
      a2 = madd(value, v128.load(w, 32), a2);
      a3 = madd(value, v128.load(w, 48), a3);
      a4 = madd(value, v128.load(w, 64), a4);
      a5 = madd(value, v128.load(w, 80), a5);
      a6 = madd(value, v128.load(w, 96), a6);
      a7 = madd(value, v128.load(w, 112), a7);
      if (offsetof<More>() >= offsetof<Eight>()) {
        b0 = madd(value, v128.load(w, 128), b0);
        b1 = madd(value, v128.load(w, 144), b1);
      }
      if (offsetof<More>() >= offsetof<Sixteen>()) {
        c0 = madd(value, v128.load(w, 160), c0);
        c1 = madd(value, v128.load(w, 176), c1);
      }
    }
    v128.store(sums, a0);
    v128.store(sums, a1, 16);
    v128.store(sums, a2, 32);
    v128.store(sums, a3, 48);
    v128.store(sums, a4, 64);
    v128.store(sums, a5, 80);
    v128.store(sums, a6, 96);
    v128.store(sums, a7, 112);
    if (offsetof<More>() >= offsetof<Eight>()) {
      v128.store(sums, b0, 128);
      v128.store(sums, b1, 144);
    }
    if (offsetof<More>() >= offsetof<Sixteen>()) {
      v128.store(sums, c0, 160);
      v128.store(sums, c1, 176);
    }
  }
}
