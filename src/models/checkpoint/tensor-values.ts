/**
 * A tensor's bytes → its values in float32, row-major. Reads only what the place says, whatever its alignment. What is no
 * finite number is refused: every weight of a graph passes here, and one NaN among millions would make every score NaN.
 * Little-endian machines only, as WebAssembly is.
 */
import { elementsOf, type TensorPlace, type TensorType, TYPE_BYTES } from "./checkpoint.ts";
import { damaged, short } from "./checkpoint-fault.ts";

/**
 * @param bytes exactly `place.bytes`; float32 that lies aligned and without gaps is not copied
 * @throws EarshotError `model-corrupt` where a value is not finite in float32
 */
export function tensorValues(place: TensorPlace, bytes: Uint8Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
  if (bytes.length !== place.bytes) throw new RangeError(`${place.name}: ${bytes.length} bytes for ${place.bytes}`);
  const span = decode(place.type, bytes);
  const values = place.strides === null ? span : gather(span, place.dims, place.strides);
  if (!allFinite(values))
    throw damaged(place.file, "not-finite", `${short(place.name)} has values that are no numbers`);
  return values;
}

function decode(type: TensorType, bytes: Uint8Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
  const { buffer, byteOffset, length } = bytes.byteOffset % TYPE_BYTES[type] === 0 ? bytes : bytes.slice();
  const count = length / TYPE_BYTES[type];
  switch (type) {
    case "F32":
      return new Float32Array(buffer, byteOffset, count);
    case "F16":
      return fromHalves(new Uint16Array(buffer, byteOffset, count));
    case "BF16":
      return fromBrainHalves(new Uint16Array(buffer, byteOffset, count));
    case "F64":
      return new Float32Array(new Float64Array(buffer, byteOffset, count));
    default:
      throw new TypeError(`unknown type ${type satisfies never}`);
  }
}

/** The upper half of a float32. */
function fromBrainHalves(halves: Uint16Array): Float32Array<ArrayBuffer> {
  const words = new Uint32Array(halves.length);
  for (let at = 0; at < halves.length; at++) words[at] = (halves[at] as number) << 16;
  return new Float32Array(words.buffer);
}

/** The bits of all 65,536 float16 as float32; 256 KB, made when the first is met. */
let halfBits: Uint32Array | null = null;

function fromHalves(halves: Uint16Array): Float32Array<ArrayBuffer> {
  halfBits ??= Uint32Array.from({ length: 0x10000 }, (_, half) => bitsOfHalf(half));
  const words = new Uint32Array(halves.length);
  for (let at = 0; at < halves.length; at++) words[at] = halfBits[halves[at] as number] as number;
  return new Float32Array(words.buffer);
}

/** IEEE 754 binary16 → binary32; exact. */
function bitsOfHalf(half: number): number {
  const sign = (half & 0x8000) << 16;
  const exponent = (half >> 10) & 31;
  const fraction = half & 0x3ff;
  if (exponent === 31) return sign | 0x7f800000 | (fraction << 13);
  if (exponent > 0) return sign | ((exponent + 112) << 23) | (fraction << 13);
  if (fraction === 0) return sign;
  // A subnormal half is a normal float: its highest bit becomes the implicit one.
  const shift = Math.clz32(fraction) - 21;
  return sign | ((113 - shift) << 23) | (((fraction << shift) & 0x3ff) << 13);
}

/** The last dimension in the inner loop; an odometer over the others. */
function gather(span: Float32Array, dims: readonly number[], strides: readonly number[]): Float32Array<ArrayBuffer> {
  const values = new Float32Array(elementsOf(dims));
  const last = dims.length - 1;
  const columns = dims[last] ?? 1;
  const step = strides[last] ?? 1;
  const counts = new Array<number>(Math.max(0, last)).fill(0);
  let row = 0;
  for (let at = 0; at < values.length; ) {
    for (let column = 0, from = row; column < columns; column++, from += step) values[at++] = span[from] as number;
    for (let dim = last - 1; dim >= 0; dim--) {
      const count = (counts[dim] ?? 0) + 1;
      row += strides[dim] ?? 0;
      counts[dim] = count;
      if (count < (dims[dim] ?? 1)) break;
      row -= count * (strides[dim] ?? 0);
      counts[dim] = 0;
    }
  }
  return values;
}

/** 0 times a number is 0, times anything else it is NaN: no branch within the loop. */
function allFinite(values: Float32Array): boolean {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += (values[at] as number) * 0;
  return sum === 0;
}
