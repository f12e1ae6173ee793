import { describe, expect, it } from "vitest";
import { MemoryPlan } from "../signal/simd/memory-plan.ts";
import { type Convolution, convolutionStep, outputSize } from "./convolution.ts";
import { addressOf, FLOAT_BYTES, type Image, reserveImage, type Size } from "./images.ts";
import { instantiate, type Step } from "./machine.ts";
import { collectStep, reserveNonzeros } from "./nonzeros.ts";
import { addRowsStep, convolvedRow } from "./shifted-rows.ts";
import { passesOf, sparseConvolutionStep } from "./sparse-convolution.ts";

let seed = 3;
function random(): number {
  seed = (seed * 48_271) % 2_147_483_647;
  return seed / 2_147_483_647 - 0.5;
}
const randoms = (length: number) => Float32Array.from({ length }, random);

type Shape = Pick<Convolution, "inputs" | "outputs" | "kernel" | "strides" | "pads">;

const SHAPES: readonly (Shape & Pick<Size, "rows" | "columns">)[] = [
  { inputs: 40, outputs: 80, kernel: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1], rows: 9, columns: 7 },
  { inputs: 5, outputs: 32, kernel: [3, 3], strides: [1, 1], pads: [1, 1, 1, 1], rows: 4, columns: 5 },
  { inputs: 48, outputs: 45, kernel: [1, 1], strides: [1, 1], pads: [0, 0, 0, 0], rows: 3, columns: 6 },
  { inputs: 16, outputs: 40, kernel: [5, 3], strides: [2, 1], pads: [2, 1, 2, 1], rows: 8, columns: 4 },
  { inputs: 24, outputs: 128, kernel: [1, 4], strides: [1, 1], pads: [0, 0, 0, 0], rows: 5, columns: 4 },
];

interface Bench {
  readonly memory: MemoryPlan;
  readonly convolution: Convolution;
  readonly from: Image;
  readonly size: Size;
  image(): Image;
}

function bench({ rows, columns, ...shape }: (typeof SHAPES)[number]): Bench {
  const memory = new MemoryPlan();
  const taps = shape.kernel[0] * shape.kernel[1];
  const weights = randoms(shape.outputs * shape.inputs * taps);
  const convolution = { ...shape, weights, bias: randoms(shape.outputs) };
  const from = reserveImage(memory, { channels: shape.inputs, rows, columns }, 2);
  const size = outputSize(convolution, from);
  return { memory, convolution, from, size, image: () => reserveImage(memory, size, 2) };
}

/** The pixels of each image after the steps; `filled` holds what a ReLU leaves, half of it zeros, `full` any numbers. */
function run(
  { memory }: Bench,
  steps: readonly Step[],
  filled: Image,
  full: readonly Image[],
  wanted: readonly Image[],
) {
  const instance = memory.instantiate(instantiate);
  if (!instance) throw new Error("no SIMD");
  const machine = { exports: instance.exports, floats: new Float32Array(instance.memory) };
  const each = (image: Image, visit: (at: number) => void) => {
    for (let row = 0; row < image.rows; row++) {
      for (let column = 0; column < image.columns; column++) {
        const at = addressOf(image, row, column) / FLOAT_BYTES;
        for (let channel = 0; channel < image.channels; channel++) visit(at + channel);
      }
    }
  };
  each(filled, (at) => {
    machine.floats[at] = Math.max(0, random());
  });
  for (const image of full) {
    each(image, (at) => {
      machine.floats[at] = random();
    });
  }
  for (const step of steps) step(machine);
  return wanted.map((image) => {
    const values: number[] = [];
    each(image, (at) => values.push(machine.floats[at] as number));
    return values;
  });
}

function expectSame(got: readonly number[] | undefined, wanted: readonly number[] | undefined): void {
  expect(got?.length).toBeGreaterThan(0);
  const apart = got?.reduce((most, value, at) => Math.max(most, Math.abs(value - (wanted?.[at] ?? Number.NaN))), 0);
  expect(apart).toBeLessThan(1e-5);
}

describe.each(SHAPES)("$inputs to $outputs channels, kernel $kernel, strides $strides", (shape) => {
  it.each([
    { relu: true, adds: false },
    { relu: false, adds: true },
    { relu: true, adds: true },
  ])("has the sums of the whole convolution, %o", ({ relu, adds }) => {
    const own = bench(shape);
    const { memory, convolution, from } = own;
    const shares = passesOf(convolution.outputs);
    if (!shares) throw new Error("no passes");
    const [whole, sparse, other] = [own.image(), own.image(), own.image()];
    const afterwards = { added: adds ? other : null, relu };
    const nonzeros = reserveNonzeros(memory, from);
    const steps = [
      convolutionStep(memory, convolution, from, whole, afterwards),
      collectStep(nonzeros),
      sparseConvolutionStep(memory, convolution, shares, nonzeros, sparse, afterwards),
    ];
    const [wanted, got] = run(own, steps, from, [other], [whole, sparse]);
    expectSame(got, wanted);
  });

  it("has the sums of an image to whose rows a row was added", () => {
    const own = bench(shape);
    const { memory, convolution, from, size } = own;
    const shares = passesOf(convolution.outputs);
    if (!shares) throw new Error("no passes");
    const row = new Float32Array(from.columns * from.lanes);
    for (let at = 0; at < row.length; at++) if (at % from.lanes < from.channels) row[at] = random();
    const [whole, sparse] = [own.image(), own.image()];
    const nonzeros = reserveNonzeros(memory, from);
    const added = convolvedRow(memory, convolution, row, from, size);
    const steps = [
      collectStep(nonzeros),
      sparseConvolutionStep(memory, convolution, shares, nonzeros, sparse, { added, relu: true }),
      addRowsStep(memory, from, row),
      convolutionStep(memory, convolution, from, whole, { added: null, relu: true }),
    ];
    const [wanted, got] = run(own, steps, from, [], [whole, sparse]);
    expectSame(got, wanted);
  });
});

it("shares outputs out in passes of 32 to 48, or leaves them to the whole convolution", () => {
  expect([32, 40, 48, 80, 128, 192].map(passesOf)).toEqual([[4], [5], [6], [5, 5], [5, 5, 6], [6, 6, 6, 6]]);
  expect([8, 16, 24, 56].map(passesOf)).toEqual([null, null, null, null]);
});
