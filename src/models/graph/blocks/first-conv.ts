/**
 * The first convolution over a waveform, as a product of the windows under its kernel. Where each of its channels is normed over
 * time (`nn.GroupNorm` with a group for each channel), the norm goes into such a product too: its mean follows from the mean of
 * the windows, its variance from a first product, and scale and shift are part of the second one, which costs no more than a pass
 * over the tensor would. `InstanceNormalization` in WASM sums in float32, step by step, and loses two digits over seconds of
 * sound; here sums are taken in blocks. (Mean and covariance of the windows alone would do in float64, which
 * WebGPU's runtime does not take.) Source of what is computed: Wav2Vec2GroupNormConvLayer and Wav2Vec2LayerNormConvLayer
 * (modeling_wav2vec2.py), transformers 5.23.
 */
import type { GraphBuilder, Value } from "../graph-builder.ts";
import { computed, transposed } from "../recipe.ts";
import { exactMean } from "./exact-mean.ts";
import { turned } from "./frame-conv.ts";
import { DEFAULT_EPSILON } from "./layer-norm.ts";

/** Frames that are summed at once: about the root of how many a window has. */
const BLOCK = 128;

export interface FirstConv {
  /** Of the layer's tensors. */
  readonly name: string;
  readonly size: number;
  readonly kernel: number;
  readonly stride: number;
  readonly bias: boolean;
}

/** @param x [batch, samples] @returns [batch, frames, size] */
export function firstConv(b: GraphBuilder, x: Value, conv: FirstConv): Value {
  const { name, size, kernel, bias } = conv;
  const windows = turned(b, windowsUnder(b, x, conv, false));
  const weight = transposed({ ...b.tensor(`${name}.conv.weight`, [size, 1, kernel]), dims: [size, kernel] });
  const made = b.node("MatMul", [windows, b.weight(`${name}.conv.weight`, weight)]);
  if (!bias) return made;
  return b.node("Add", [made, b.weight(`${name}.conv.bias`, b.tensor(`${name}.conv.bias`, [size]), "f32")]);
}

/** With the norm. @param x [batch, samples] @returns [batch, frames, size] */
export function firstConvNormed(b: GraphBuilder, x: Value, conv: FirstConv): Value {
  const { name, size, kernel, bias } = conv;
  // It shifts the mean, which the norm takes away again.
  if (bias) b.tensor(`${name}.conv.bias`, [size]);
  const vector = (part: string) =>
    b.weight(`${name}.${part}`, { ...b.tensor(`${name}.${part}`, [size]), dims: [1, size] }, "f32");
  const rows = transposed({ ...b.tensor(`${name}.conv.weight`, [size, 1, kernel]), dims: [size, kernel] });
  const weight = b.weight(`${name}.conv.weight`, rows);

  const windows = windowsUnder(b, x, conv, true);
  const product = (rowsUnder: Value, kernels: Value, shift: Value) =>
    b.node("MatMul", [turned(b, rowsUnder), b.node("Concat", [kernels, shift], { axis: 1n })]);

  const samples = b.node("Slice", [windows, b.ints([0]), b.ints([kernel]), b.ints([1])]);
  const mean = b.node("MatMul", [turned(b, exactMean(b, samples, 2n)), weight]);
  const unscaled = b.node("Expand", [
    weight,
    b.node("Concat", [b.node("Shape", [mean], { end: 1n }), b.ints([1, 1])], { axis: 0n }),
  ]);
  const frames = b.node("Shape", [windows], { start: 2n, end: 3n });
  const centred = product(inBlocks(b, windows, frames), unscaled, b.node("Neg", [mean]));
  // A sum of thousands loses digits, one of a hundred sums of a hundred does not.
  const blocks = b.node("Reshape", [b.node("Mul", [centred, centred]), b.ints([0, -1, BLOCK, size])]);
  const sums = b.node("ReduceSum", [blocks, b.ints([2])], { keepdims: 0n });
  const squares = b.node("ReduceSum", [sums, b.ints([1])], { keepdims: 1n });
  const variance = b.node("Div", [squares, b.node("Cast", [frames], { to: 1n })]);

  const deviation = b.node("Sqrt", [b.node("Add", [variance, b.floats([DEFAULT_EPSILON])])]);
  const factor = b.node("Div", [vector("layer_norm.weight"), deviation]);
  const shift = b.node("Sub", [vector("layer_norm.bias"), b.node("Mul", [mean, factor])]);
  return product(windows, b.node("Mul", [weight, factor]), shift);
}

/** Filled up with frames of nothing, to whole blocks: they have no 1 either, so that what is made of them is 0. */
function inBlocks(b: GraphBuilder, windows: Value, frames: Value): Value {
  const lacking = b.node("Mod", [b.node("Neg", [frames]), b.ints([BLOCK])]);
  return b.node("Pad", [windows, b.node("Concat", [b.ints([0, 0, 0, 0, 0]), lacking], { axis: 0n })]);
}

/** @returns [batch, kernel, frames]: the samples under the kernel; with `one` a row of 1 behind them, which takes a shift */
function windowsUnder(b: GraphBuilder, x: Value, { name, kernel, stride }: FirstConv, one: boolean): Value {
  const rows = one ? kernel + 1 : kernel;
  const taps = computed([rows, 1, kernel], () => {
    const values = new Float32Array(rows * kernel);
    for (let at = 0; at < kernel; at++) values[at * kernel + at] = 1;
    return values;
  });
  const last = computed([rows], () => Float32Array.from({ length: rows }, (_, at) => Number(at === kernel)));
  const inputs = [
    b.node("Unsqueeze", [x, b.ints([1])]),
    b.weight(`${name}.taps`, taps, "f32"),
    b.weight(`${name}.one`, last, "f32"),
  ];
  return b.node("Conv", inputs, { kernel_shape: [BigInt(kernel)], strides: [BigInt(stride)] });
}
