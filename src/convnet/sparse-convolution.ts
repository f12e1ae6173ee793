/**
 * Owns: a convolution over an image's nonzeros, a row of the kernel at a time and 32 to 48 outputs at a time: their weights
 * stay in the first cache while all pixels go by. The same sums as `convolution.ts`, without the products with zero.
 */
import type { MemoryPlan } from "../signal/simd/memory-plan.ts";
import type { Afterwards, Convolution } from "./convolution.ts";
import { addressOf, EIGHT, FLOAT_BYTES, type Image, inEights, pitchOf } from "./images.ts";
import type { Step } from "./machine.ts";
import { ADDRESS_BYTES, type Nonzeros, toldAddress, toldPitch } from "./nonzeros.ts";

/** Eights of outputs that one pass sums up: fewer leave multiplications waiting for each other, more have no registers. */
const LEAST = 4;
const MOST = 6;
/** Values of a pixel in the kernel's table. */
const PIXEL_VALUES = 3;

interface Pass {
  readonly eights: number;
  readonly toRun: number;
  readonly toSums: number;
  readonly weightsAt: number;
}

/** Eights of outputs, pass by pass; null where they cannot be shared out so. */
export function passesOf(outputs: number): number[] | null {
  const eights = inEights(outputs) / EIGHT;
  const passes = Math.ceil(eights / MOST);
  const shares = Array.from({ length: passes }, (_, pass) => Math.floor((eights + pass) / passes));
  return shares.every((share) => share >= LEAST) ? shares : null;
}

/** @param from its image's border is at least as wide as the pads. @param shares those of `passesOf` */
export function sparseConvolutionStep(
  memory: MemoryPlan,
  convolution: Convolution,
  shares: readonly number[],
  from: Nonzeros,
  to: Image,
  { added, relu }: Afterwards,
): Step {
  const { outputs, bias, kernel } = convolution;
  const biasAt = memory.add(Float32Array.from({ length: inEights(outputs) }, (_, output) => bias?.[output] ?? 0));
  const pixels = pixelsOf(convolution, from, to);
  const pixelsAt = memory.add(pixels);
  const numPixels = pixels.length / PIXEL_VALUES;
  const run = kernel[1] * ADDRESS_BYTES;
  const passes = passesThrough(memory, convolution, shares, from.of);
  const first = addressOf(to, 0, 0);
  const lanes = to.lanes * FLOAT_BYTES;
  const rows = [to.rows, pitchOf(to), to.columns * lanes] as const;
  const addition = added ? ([addressOf(added, 0, 0), pitchOf(added)] as const) : ([0, 0] as const);
  return ({ exports }) => {
    exports.begin(first, ...rows, biasAt, lanes, ...addition);
    for (const { eights, toRun, toSums, weightsAt } of passes) {
      exports.accumulate(pixelsAt, numPixels, toRun, run, toSums, weightsAt, eights);
    }
    if (relu) exports.rectify(first, ...rows);
  };
}

/** For each pixel: where the run under the kernel's first row is told, where its sums are, the place of the run's first value. */
function pixelsOf({ strides, pads }: Convolution, from: Nonzeros, to: Image): Int32Array {
  const pixels = new Int32Array(PIXEL_VALUES * to.rows * to.columns);
  for (let pixel = 0; pixel < to.rows * to.columns; pixel++) {
    const row = Math.floor(pixel / to.columns);
    const column = pixel % to.columns;
    const firstColumn = column * strides[1] - pads[1];
    const values = [
      toldAddress(from, row * strides[0] - pads[0], firstColumn),
      addressOf(to, row, column),
      (firstColumn + from.of.border) * from.of.lanes,
    ];
    pixels.set(values, pixel * PIXEL_VALUES);
  }
  return pixels;
}

function passesThrough(memory: MemoryPlan, convolution: Convolution, shares: readonly number[], from: Image): Pass[] {
  const passes: Pass[] = [];
  let output = 0;
  for (const eights of shares) {
    for (let row = 0; row < convolution.kernel[0]; row++) {
      const weightsAt = memory.add(weightsOf(convolution, row, from.lanes, output, eights * EIGHT));
      passes.push({
        eights,
        toRun: row * toldPitch(from),
        toSums: output * FLOAT_BYTES,
        weightsAt,
      });
    }
    output += eights * EIGHT;
  }
  return passes;
}

/** [kernel column, input, output] of one row of the kernel; zeros for inputs and outputs that are none. */
function weightsOf(convolution: Convolution, row: number, lanes: number, first: number, width: number): Float32Array {
  const { weights, inputs, outputs, kernel } = convolution;
  const [rows, columns] = kernel;
  const packed = new Float32Array(columns * lanes * width);
  for (let output = first; output < Math.min(first + width, outputs); output++) {
    for (let input = 0; input < inputs; input++) {
      const own = ((output * inputs + input) * rows + row) * columns;
      for (let column = 0; column < columns; column++) {
        packed[(column * lanes + input) * width + output - first] = weights[own + column] as number;
      }
    }
  }
  return packed;
}
