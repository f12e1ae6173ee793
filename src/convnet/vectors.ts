/** Owns: what follows the images, a few thousand multiplications in all: pooling over time, joining, the last product. */
import { addressOf, FLOAT_BYTES, type Image, type Vector } from "./images.ts";
import type { Step } from "./machine.ts";

/** Of an image one pixel wide: each channel's mean, or the largest of it, over all rows. */
export function poolStep(kind: "mean" | "most", from: Image, to: Vector): Step {
  const first = addressOf(from, 0, 0) / FLOAT_BYTES;
  const next = addressOf(from, 1, 0) / FLOAT_BYTES - first;
  return ({ floats }) => {
    for (let channel = 0; channel < from.channels; channel++) {
      let sum = 0;
      let most = Number.NEGATIVE_INFINITY;
      for (let row = 0; row < from.rows; row++) {
        const value = floats[first + row * next + channel] as number;
        sum += value;
        most = Math.max(most, value);
      }
      floats[to.at / FLOAT_BYTES + channel] = kind === "mean" ? sum / from.rows : most;
    }
  };
}

export function concatStep(from: readonly Vector[], to: Vector): Step {
  return ({ floats }) => {
    let at = to.at / FLOAT_BYTES;
    for (const vector of from) {
      floats.set(valuesOf(floats, vector), at);
      at += vector.size;
    }
  };
}

/** @param weights [output, input] */
export function linearStep(weights: ArrayLike<number>, bias: ArrayLike<number>, from: Vector, to: Vector): Step {
  return ({ floats }) => {
    const values = valuesOf(floats, from);
    for (let output = 0; output < to.size; output++) {
      let sum = bias[output] as number;
      for (let input = 0; input < from.size; input++) {
        sum += (weights[output * from.size + input] as number) * (values[input] as number);
      }
      floats[to.at / FLOAT_BYTES + output] = sum;
    }
  };
}

export function valuesOf(floats: Float32Array, { at, size }: Vector): Float32Array {
  return floats.subarray(at / FLOAT_BYTES, at / FLOAT_BYTES + size);
}
