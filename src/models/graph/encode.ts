/**
 * Values of a weight → bytes of its initializers, in the order of `partsOf`. Quantised forms are symmetric about 0; what is not
 * a finite number is refused, since a scale made of it would spoil a whole block without a word.
 */
import { EarshotError } from "../../errors/earshot-error.ts";
import { BLOCK, type Encoding } from "./encoding.ts";
import { transposeInto } from "./recipe.ts";

/** @param dims [outputs, inputs] of quantised forms @throws EarshotError `model-corrupt` */
export function encode(encoding: Encoding, values: Float32Array, dims: readonly number[]): Uint8Array[] {
  const [outputs = 1, inputs = 1] = dims;
  switch (encoding) {
    case "f32":
      return [bytesOf(values)];
    case "f16":
      return [bytesOf(halves(values))];
    case "rows8":
      return rows8(values, outputs, inputs);
    case "blocks4":
      return blocks4(values, outputs, inputs);
    case "blocks8":
      return blocks8(values, outputs, inputs);
    case "blocks8-twice":
      return blocksTwice(values, outputs, inputs);
    default:
      throw new TypeError(`unknown encoding ${encoding satisfies never}`);
  }
}

function rows8(values: Float32Array, outputs: number, inputs: number): Uint8Array[] {
  const scales = new Float32Array(outputs);
  const quantized = new Int8Array(values.length);
  for (let row = 0; row < outputs; row++) {
    const from = row * inputs;
    const to = from + inputs;
    scales[row] = largest(values, from, to) / 127;
    const inverse = inverseOf(scales[row] as number);
    for (let i = from; i < to; i++) quantized[i] = (((values[i] as number) * inverse + 128.5) | 0) - 128;
  }
  return [bytesOf(transposeInto(quantized, new Int8Array(values.length), outputs, inputs)), bytesOf(scales)];
}

/**
 * Two 4-bit values share a byte, the first in its low half. Where a row ends within a block, the rest stands for 0. Rounds by
 * adding a half and cutting off, which is right above 0, where all levels are.
 */
function blocks4(values: Float32Array, outputs: number, inputs: number): Uint8Array[] {
  const perRow = Math.ceil(inputs / BLOCK);
  const packed = new Uint8Array((outputs * perRow * BLOCK) / 2).fill(0x88);
  const scales = new Float32Array(outputs * perRow);
  for (let row = 0, block = 0; row < outputs; row++) {
    const end = (row + 1) * inputs;
    for (let from = row * inputs; from < end; from += BLOCK, block++) {
      const to = Math.min(end, from + BLOCK);
      const scale = Math.fround(farthest(values, from, to) / -8);
      scales[block] = scale;
      const inverse = inverseOf(scale);
      const pairs = from + ((to - from) & ~1);
      let at = block * (BLOCK / 2);
      for (let i = from; i < pairs; i += 2) {
        const low = ((values[i] as number) * inverse + 8.5) | 0;
        const high = ((values[i + 1] as number) * inverse + 8.5) | 0;
        packed[at++] = Math.min(15, low) | (Math.min(15, high) << 4);
      }
      if (pairs < to) packed[at] = Math.min(15, ((values[pairs] as number) * inverse + 8.5) | 0) | 0x80;
    }
  }
  return [bytesOf(packed), bytesOf(scales)];
}

function blocks8(values: Float32Array, outputs: number, inputs: number): Uint8Array[] {
  const perRow = Math.ceil(inputs / BLOCK);
  const packed = new Uint8Array(outputs * perRow * BLOCK).fill(128);
  const scales = new Float32Array(outputs * perRow);
  for (let row = 0, block = 0; row < outputs; row++) {
    const end = (row + 1) * inputs;
    for (let from = row * inputs; from < end; from += BLOCK, block++) {
      const to = Math.min(end, from + BLOCK);
      const scale = Math.fround(largest(values, from, to) / 127);
      scales[block] = scale;
      const inverse = inverseOf(scale);
      for (let i = from, at = block * BLOCK; i < to; i++, at++) {
        packed[at] = (values[i] as number) * inverse + 128.5;
      }
    }
  }
  return [bytesOf(packed), bytesOf(scales)];
}

/** What 8 bits leave of every value, in 8 bits of its own. */
function blocksTwice(values: Float32Array, outputs: number, inputs: number): Uint8Array[] {
  const [packed, scaleBytes] = blocks8(values, outputs, inputs) as [Uint8Array, Uint8Array];
  const scales = new Float32Array(scaleBytes.buffer, scaleBytes.byteOffset, scaleBytes.byteLength / 4);
  const rest = new Float32Array(values.length);
  for (let row = 0, block = 0; row < outputs; row++) {
    const end = (row + 1) * inputs;
    for (let from = row * inputs; from < end; from += BLOCK, block++) {
      const to = Math.min(end, from + BLOCK);
      const scale = scales[block] as number;
      for (let i = from, at = block * BLOCK; i < to; i++, at++) {
        rest[i] = (values[i] as number) - ((packed[at] as number) - 128) * scale;
      }
    }
  }
  return [packed, scaleBytes, ...blocks8(rest, outputs, inputs)];
}

/** Of a scale that is 0, or too small for its inverse to be a number, every value falls on level 0. */
function inverseOf(scale: number): number {
  const inverse = 1 / scale;
  return Number.isFinite(inverse) ? inverse : 0;
}

/** The value farthest from 0 falls on -8, the one level that has no opposite: all 16 levels are used. */
function farthest(values: Float32Array, from: number, to: number): number {
  let most = 0;
  let least = 0;
  for (let i = from; i < to; i++) {
    const value = values[i] as number;
    most = Math.max(most, value);
    least = Math.min(least, value);
  }
  const far = most >= -least ? most : least;
  if (!Number.isFinite(far)) throw notFinite();
  return far;
}

/** `Math.max` keeps what is not a number. */
function largest(values: Float32Array, from: number, to: number): number {
  let most = 0;
  for (let i = from; i < to; i++) most = Math.max(most, Math.abs(values[i] as number));
  if (!Number.isFinite(most)) throw notFinite();
  return most;
}

function notFinite(): EarshotError {
  return new EarshotError("model-corrupt", "a weight is not a finite number", { details: { reason: "not-finite" } });
}

/** Bits of the largest half float, and of 2^-14 and 65504 as float32. */
const HALF_MOST = 0x7bff;
const NORMAL = 0x38800000;
const MOST = 0x477fe000;
const INFINITE = 0x7f800000;

/** Round to nearest, ties to even; what is larger than a half float can say becomes the largest one. */
export function halves(values: Float32Array): Uint16Array {
  const aligned = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const narrowed = new Uint16Array(values.length);
  for (let i = 0; i < narrowed.length; i++) {
    const bits = aligned[i] as number;
    const sign = (bits >>> 16) & 0x8000;
    const size = bits & 0x7fffffff;
    if (size < NORMAL) {
      // Below 2^-14 half floats are multiples of 2^-24.
      narrowed[i] = sign | roundEven(Math.abs(values[i] as number) * 2 ** 24);
    } else if (size >= MOST) {
      if (size > INFINITE) throw notFinite();
      narrowed[i] = sign | HALF_MOST;
    } else {
      narrowed[i] = sign | ((size - 0x38000000 + 0xfff + ((size >>> 13) & 1)) >>> 13);
    }
  }
  return narrowed;
}

function roundEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}

function bytesOf(array: Float32Array | Uint16Array | Int8Array | Uint8Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}
