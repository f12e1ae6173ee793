/**
 * The first convolution over a waveform and the norm of each of its channels over time (`nn.GroupNorm` with a group for each
 * channel), as one matrix product. Both are linear in the windows under the kernel, so mean and variance of every channel
 * follow from mean and covariance of the windows, which are ten numbers wide instead of 512: the norm never passes over the
 * largest tensor of the model, and is computed in float64. `InstanceNormalization` in WASM sums in float32, step by step, and loses
 * two digits over seconds of sound. Source of what is computed: Wav2Vec2GroupNormConvLayer (modeling_wav2vec2.py), transformers 5.23.
 */
import type { GraphBuilder, Value } from "../graph-builder.ts";
import { computed } from "../recipe.ts";
import { DEFAULT_EPSILON } from "./layer-norm.ts";

export interface ConvGroupNorm {
  /** Of the layer's tensors. */
  readonly name: string;
  readonly size: number;
  readonly kernel: number;
  readonly stride: number;
  /** It shifts the mean, which the norm takes away again. */
  readonly bias: boolean;
}

/** `TensorProto.DataType` */
const FLOAT = 1n;
const DOUBLE = 11n;

/** @param x [batch, 1, samples] @returns [batch, size, frames] */
export function convGroupNorm(b: GraphBuilder, x: Value, { name, size, kernel, stride, bias }: ConvGroupNorm): Value {
  if (bias) b.tensor(`${name}.conv.bias`, [size]);
  const weight = b.weight(`${name}.conv.weight`, { ...b.tensor(`${name}.conv.weight`, [size, 1, kernel]), dims: [size, kernel] });
  const double = (value: Value) => b.node("Cast", [value], { to: DOUBLE });
  const vector = (part: string) => b.weight(`${name}.${part}`, { ...b.tensor(`${name}.${part}`, [size]), dims: [size, 1] }, "f32");

  const windows = windowsUnder(b, x, name, kernel, stride);
  const exact = double(b.node("Slice", [windows, b.ints([0]), b.ints([kernel]), b.ints([1])]));
  const middle = b.node("ReduceMean", [exact], { axes: [2n] });
  const centred = b.node("Sub", [exact, middle]);
  const turned = b.node("Transpose", [centred], { perm: [0n, 2n, 1n] });
  const frames = double(b.node("Shape", [windows], { start: 2n, end: 3n }));
  const covariance = b.node("Div", [b.node("MatMul", [centred, turned]), frames]);

  const rows = double(weight);
  const spread = b.node("Mul", [b.node("MatMul", [rows, covariance]), rows]);
  const variance = b.node("ReduceSum", [spread, b.ints([-1])], { keepdims: 1n });
  const mean = b.node("MatMul", [rows, middle]);
  const epsilon = double(b.floats([DEFAULT_EPSILON]));
  const factor = b.node("Div", [double(vector("layer_norm.weight")), b.node("Sqrt", [b.node("Add", [variance, epsilon])])]);
  const shift = b.node("Sub", [double(vector("layer_norm.bias")), b.node("Mul", [mean, factor])]);
  const kernels = b.node("Concat", [b.node("Mul", [rows, factor]), shift], { axis: 2n });
  return b.node("MatMul", [b.node("Cast", [kernels], { to: FLOAT }), windows]);
}

/** @returns [batch, kernel + 1, frames]: the samples under the kernel, and a 1 that takes the shift */
function windowsUnder(b: GraphBuilder, x: Value, name: string, kernel: number, stride: number): Value {
  const taps = computed([kernel + 1, 1, kernel], () => {
    const values = new Float32Array((kernel + 1) * kernel);
    for (let at = 0; at < kernel; at++) values[at * kernel + at] = 1;
    return values;
  });
  const last = computed([kernel + 1], () => Float32Array.from({ length: kernel + 1 }, (_, at) => Number(at === kernel)));
  const inputs = [x, b.weight(`${name}.taps`, taps, "f32"), b.weight(`${name}.last`, last, "f32")];
  return b.node("Conv", inputs, { kernel_shape: [BigInt(kernel)], strides: [BigInt(stride)] });
}
