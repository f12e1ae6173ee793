/**
 * Owns: the same row added to all rows of an image that only one convolution reads: that is the image's own convolution plus
 * the row's, which is known beforehand. The image keeps its zeros so.
 */
import type { MemoryPlan } from "../signal/simd/memory-plan.ts";
import type { Convolution } from "./convolution.ts";
import { addressOf, FLOAT_BYTES, type Image, inEights, pitchOf, type Size } from "./images.ts";
import type { Step } from "./machine.ts";

/** What the row becomes, without a bias: an image of the output's size. @param row [columns, lanes] of `from` */
export function convolvedRow(
  memory: MemoryPlan,
  convolution: Convolution,
  row: Float32Array,
  from: Image,
  to: Size,
): Image {
  const lanes = inEights(to.channels);
  const values = new Float32Array(to.rows * to.columns * lanes);
  const known = new Map<string, Float32Array>();
  for (let at = 0; at < to.rows; at++) {
    // Rows differ only in how much of the kernel lies beyond the image's edge.
    const inside = tapsInside(at * convolution.strides[0] - convolution.pads[0], convolution.kernel[0], from.rows);
    const key = inside.join();
    const sums = known.get(key) ?? rowOfSums(convolution, inside, row, from, to);
    known.set(key, sums);
    values.set(sums, at * sums.length);
  }
  return { ...to, at: memory.add(values), lanes, border: 0 };
}

/** In place; where the convolution takes the image as it is. */
export function addRowsStep(memory: MemoryPlan, image: Image, row: Float32Array): Step {
  const rowAt = memory.add(row);
  const first = addressOf(image, 0, 0);
  return ({ exports }) => exports.addRows(first, image.rows, pitchOf(image), rowAt, FLOAT_BYTES * row.length);
}

function tapsInside(first: number, taps: number, size: number): number[] {
  return Array.from({ length: taps }, (_, tap) => tap).filter((tap) => first + tap >= 0 && first + tap < size);
}

function rowOfSums(
  { weights, inputs, outputs, kernel, strides, pads }: Convolution,
  rows: readonly number[],
  row: Float32Array,
  from: Image,
  to: Size,
): Float32Array {
  const lanes = inEights(outputs);
  const sums = new Float32Array(to.columns * lanes);
  for (let column = 0; column < to.columns; column++) {
    const first = column * strides[1] - pads[1];
    const taps = tapsInside(first, kernel[1], from.columns);
    for (let output = 0; output < outputs; output++) {
      let sum = 0;
      for (let input = 0; input < inputs; input++) {
        const own = (output * inputs + input) * kernel[0];
        for (const tap of taps) {
          const value = row[(first + tap) * from.lanes + input] as number;
          for (const tapRow of rows) sum += value * (weights[(own + tapRow) * kernel[1] + tap] as number);
        }
      }
      sums[column * lanes + output] = sum;
    }
  }
  return sums;
}
