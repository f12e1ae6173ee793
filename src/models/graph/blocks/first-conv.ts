/**
 * The first convolution over a waveform, as a product of the windows under its kernel. Where each of its channels is normed over
 * time (`nn.GroupNorm` with a group for each channel), the norm goes into the same product: both are linear in the windows, so
 * mean and variance of every channel follow from mean and covariance of the windows, which are ten numbers wide instead of
 * 512. The norm never passes over the largest tensor of the model, and is computed in float64: `InstanceNormalization` in WASM
 * sums in float32, step by step, and loses two digits over seconds of sound. Source of what is computed:
 * Wav2Vec2GroupNormConvLayer and Wav2Vec2LayerNormConvLayer (modeling_wav2vec2.py), transformers 5.23.
 */
import type { GraphBuilder, Value } from "../graph-builder.ts";
import { computed, transposed } from "../recipe.ts";
import { turned } from "./frame-conv.ts";
import { DEFAULT_EPSILON } from "./layer-norm.ts";

export interface FirstConv {
  /** Of the layer's tensors. */
  readonly name: string;
  readonly size: number;
  readonly kernel: number;
  readonly stride: number;
  readonly bias: boolean;
}

/** `TensorProto.DataType` */
const FLOAT = 1n;
const DOUBLE = 11n;

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
  const double = (value: Value) => b.node("Cast", [value], { to: DOUBLE });
  const vector = (part: string) =>
    double(b.weight(`${name}.${part}`, { ...b.tensor(`${name}.${part}`, [size]), dims: [size, 1] }, "f32"));
  const weight = { ...b.tensor(`${name}.conv.weight`, [size, 1, kernel]), dims: [size, kernel] };

  const windows = windowsUnder(b, x, conv, true);
  const exact = double(b.node("Slice", [windows, b.ints([0]), b.ints([kernel]), b.ints([1])]));
  const middle = b.node("ReduceMean", [exact], { axes: [2n] });
  const centred = b.node("Sub", [exact, middle]);
  const frames = double(b.node("Shape", [windows], { start: 2n, end: 3n }));
  const covariance = b.node("Div", [b.node("MatMul", [centred, turned(b, centred)]), frames]);

  const rows = double(b.weight(`${name}.conv.weight`, weight));
  const mean = b.node("MatMul", [rows, middle]);
  const spread = b.node("Mul", [b.node("MatMul", [rows, covariance]), rows]);
  const variance = b.node("ReduceSum", [spread, b.ints([-1])], { keepdims: 1n });
  const deviation = b.node("Sqrt", [b.node("Add", [variance, double(b.floats([DEFAULT_EPSILON]))])]);
  const factor = b.node("Div", [vector("layer_norm.weight"), deviation]);
  const shift = b.node("Sub", [vector("layer_norm.bias"), b.node("Mul", [mean, factor])]);
  const kernels = b.node("Concat", [b.node("Mul", [rows, factor]), shift], { axis: 2n });
  return b.node("MatMul", [turned(b, windows), turned(b, b.node("Cast", [kernels], { to: FLOAT }))]);
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
