/** Owns: a convolution as the kernel wants it: weights in blocks of eight outputs, pixels in tiles of four. */
import type { MemoryPlan } from "../signal/simd/memory-plan.ts";
import { addressOf, EIGHT, type Image, inEights, pitchOf, type Size } from "./images.ts";
import type { Step } from "./machine.ts";

export interface Convolution {
  /** [output, input, row, column] */
  readonly weights: ArrayLike<number>;
  readonly bias: ArrayLike<number> | null;
  readonly outputs: number;
  readonly inputs: number;
  readonly kernel: readonly [rows: number, columns: number];
  readonly strides: readonly [rows: number, columns: number];
  /** Before and behind. */
  readonly pads: readonly [top: number, left: number, bottom: number, right: number];
}

/** What follows in the same step. */
export interface Afterwards {
  readonly added: Image | null;
  readonly relu: boolean;
}

const FOUR = 4;

export function outputSize({ outputs, kernel, strides, pads }: Convolution, { rows, columns }: Size): Size {
  const [top, left, bottom, right] = pads;
  return {
    channels: outputs,
    rows: Math.floor((rows + top + bottom - kernel[0]) / strides[0]) + 1,
    columns: Math.floor((columns + left + right - kernel[1]) / strides[1]) + 1,
  };
}

/** @param from its border is at least as wide as the pads. */
export function convolutionStep(
  memory: MemoryPlan,
  convolution: Convolution,
  from: Image,
  to: Image,
  { added, relu }: Afterwards,
): Step {
  const { kernel, outputs, bias } = convolution;
  const tiles = tilesOf(convolution, from, to, added);
  const tilesAt = memory.add(tiles);
  const weightsAt = memory.add(packWeights(convolution, from.lanes));
  const biasAt = memory.add(Float32Array.from({ length: inEights(outputs) }, (_, output) => bias?.[output] ?? 0));
  const numTiles = tiles.length / (3 * FOUR);
  const blocks = inEights(outputs) / EIGHT;
  const run = kernel[1] * from.lanes;
  const least = relu ? 0 : Number.NEGATIVE_INFINITY;
  const rowBytes = pitchOf(from);
  const adds = added !== null;
  return ({ exports }) =>
    exports.convolve(tilesAt, numTiles, weightsAt, biasAt, blocks, kernel[0], rowBytes, run, least, adds);
}

/** Addresses of each four pixels: read, written, added. The last pixel fills the last tile, and is computed again. */
function tilesOf({ strides, pads }: Convolution, from: Image, to: Image, added: Image | null): Int32Array {
  const pixels = to.rows * to.columns;
  const tiles = new Int32Array(Math.ceil(pixels / FOUR) * 3 * FOUR);
  for (let slot = 0; slot < tiles.length / 3; slot++) {
    const pixel = Math.min(slot, pixels - 1);
    const row = Math.floor(pixel / to.columns);
    const column = pixel % to.columns;
    const at = Math.floor(slot / FOUR) * 3 * FOUR + (slot % FOUR);
    tiles[at] = addressOf(from, row * strides[0] - pads[0], column * strides[1] - pads[1]);
    tiles[at + FOUR] = addressOf(to, row, column);
    tiles[at + 2 * FOUR] = added ? addressOf(added, row, column) : 0;
  }
  return tiles;
}

/** [block, kernel row, kernel column, input, output of the block]; zeros for inputs and outputs that are none. */
function packWeights({ weights, outputs, inputs, kernel }: Convolution, lanes: number): Float32Array {
  const taps = kernel[0] * kernel[1];
  const packed = new Float32Array(inEights(outputs) * taps * lanes);
  for (let output = 0; output < outputs; output++) {
    const block = Math.floor(output / EIGHT) * taps * lanes * EIGHT + (output % EIGHT);
    for (let input = 0; input < inputs; input++) {
      const own = (output * inputs + input) * taps;
      for (let tap = 0; tap < taps; tap++) {
        packed[block + (tap * lanes + input) * EIGHT] = weights[own + tap] as number;
      }
    }
  }
  return packed;
}
