/**
 * Values of a weight → bytes of its initializers, in the order of `partsOf`. Quantised forms are symmetric about 0; what is not
 * a finite number is refused, since a scale made of it would spoil a whole block without a word.
 */
import { EarshotError } from "../../errors/earshot-error.ts";
import { BLOCK, type Encoding } from "./encoding.ts";
import { transpose } from "./recipe.ts";

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
      return blocks(values, outputs, inputs, 4);
    case "blocks8":
      return blocks(values, outputs, inputs, 8);
    case "blocks8-twice":
      return blocksTwice(values, outputs, inputs);
    default:
      throw new TypeError(`unknown encoding ${encoding satisfies never}`);
  }
}

function rows8(values: Float32Array, outputs: number, inputs: number): Uint8Array[] {
  const turned = transpose(values, outputs, inputs);
  const scales = new Float32Array(outputs);
  for (let row = 0; row < outputs; row++) scales[row] = largest(values, row * inputs, inputs) / 127;
  const quantized = new Int8Array(values.length);
  for (let at = 0; at < turned.length; ) {
    for (let row = 0; row < outputs; row++, at++) {
      const scale = scales[row] as number;
      quantized[at] = scale === 0 ? 0 : Math.round((turned[at] as number) / scale);
    }
  }
  return [bytesOf(quantized), bytesOf(scales)];
}

/** Two 4-bit values share a byte, the first in its low half. Where a row ends within a block, the rest stands for 0. */
function blocks(values: Float32Array, outputs: number, inputs: number, bits: 4 | 8): Uint8Array[] {
  const perRow = Math.ceil(inputs / BLOCK);
  const zero = bits === 4 ? 8 : 128;
  const blob = (BLOCK * bits) / 8;
  const packed = new Uint8Array(outputs * perRow * blob).fill(bits === 4 ? 0x88 : zero);
  const scales = new Float32Array(outputs * perRow);
  for (let row = 0; row < outputs; row++) {
    for (let block = 0; block < perRow; block++) {
      const from = row * inputs + block * BLOCK;
      const length = Math.min(BLOCK, inputs - block * BLOCK);
      const index = row * perRow + block;
      const scale = bits === 4 ? signedScale(values, from, length) : largest(values, from, length) / 127;
      scales[index] = scale;
      if (scale === 0) continue;
      for (let i = 0; i < length; i++) {
        const level = Math.min(2 * zero - 1, Math.max(0, Math.round((values[from + i] as number) / scale) + zero));
        if (bits === 8) packed[index * blob + i] = level;
        else {
          const at = index * blob + (i >> 1);
          const byte = packed[at] as number;
          packed[at] = i % 2 === 0 ? (byte & 0xf0) | level : (byte & 0x0f) | (level << 4);
        }
      }
    }
  }
  return [bytesOf(packed), bytesOf(scales)];
}

function blocksTwice(values: Float32Array, outputs: number, inputs: number): Uint8Array[] {
  const [packed, scaleBytes] = blocks(values, outputs, inputs, 8) as [Uint8Array, Uint8Array];
  const scales = new Float32Array(scaleBytes.buffer, scaleBytes.byteOffset, scaleBytes.byteLength / 4);
  const perRow = Math.ceil(inputs / BLOCK);
  const rest = values.map((value, at) => {
    const input = at % inputs;
    const index = Math.floor(at / inputs) * perRow + Math.floor(input / BLOCK);
    return value - ((packed[index * BLOCK + (input % BLOCK)] as number) - 128) * (scales[index] as number);
  });
  return [packed, scaleBytes, ...blocks(rest, outputs, inputs, 8)];
}

/** The value farthest from 0 falls on -8, the one level that has no opposite: all 16 levels are used. */
function signedScale(values: Float32Array, from: number, length: number): number {
  let far = 0;
  for (let i = from; i < from + length; i++) {
    const value = values[i] as number;
    if (Math.abs(value) > Math.abs(far)) far = value;
    else if (Number.isNaN(value)) throw notFinite();
  }
  if (!Number.isFinite(far)) throw notFinite();
  return far / -8;
}

function largest(values: Float32Array, from: number, length: number): number {
  let most = 0;
  for (let i = from; i < from + length; i++) {
    const size = Math.abs(values[i] as number);
    if (size > most) most = size;
    else if (Number.isNaN(size)) throw notFinite();
  }
  if (!Number.isFinite(most)) throw notFinite();
  return most;
}

function notFinite(): EarshotError {
  return new EarshotError("model-corrupt", "a weight is not a finite number", { details: { reason: "not-finite" } });
}

const WORD = new DataView(new ArrayBuffer(4));
const HALF_MOST = 65_504;

/** Round to nearest, ties to even; what is larger than a half float can say becomes the largest one. */
export function halves(values: Float32Array): Uint16Array {
  const narrowed = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) narrowed[i] = half(values[i] as number);
  return narrowed;
}

function half(value: number): number {
  const held = Math.min(HALF_MOST, Math.max(-HALF_MOST, value));
  if (Number.isNaN(held)) throw notFinite();
  WORD.setFloat32(0, held);
  const bits = WORD.getUint32(0);
  const sign = (bits >>> 16) & 0x8000;
  const size = bits & 0x7fffffff;
  // Below 2^-14 half floats are multiples of 2^-24.
  if (size < 0x38800000) return sign | roundEven(Math.abs(held) * 2 ** 24);
  const rest = size & 0x1fff;
  const kept = (size - 0x38000000) >>> 13;
  const up = rest > 0x1000 || (rest === 0x1000 && (kept & 1) === 1);
  return sign | (kept + Number(up));
}

function roundEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}

function bytesOf(array: Float32Array | Uint16Array | Int8Array | Uint8Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}
