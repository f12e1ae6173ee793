/**
 * The convolutions that turn a waveform into frames. Source: Wav2Vec2FeatureEncoder and its three kinds of layers
 * (modeling_wav2vec2.py), transformers 5.23; those of the other models of speech are the same.
 */
import type { GraphBuilder, Value } from "../graph-builder.ts";
import { activation } from "./activation.ts";
import { convGroupNorm } from "./conv-group-norm.ts";
import { DEFAULT_EPSILON, layerNorm } from "./layer-norm.ts";

export interface ConvFeatures {
  /** Of its tensors, up to the number of a layer. */
  readonly name: string;
  /** One for each layer, all three. */
  readonly dims: readonly number[];
  readonly kernels: readonly number[];
  readonly strides: readonly number[];
  readonly bias: boolean;
  /** `group`: the first layer alone, each channel over time. `layer`: every layer, each frame over its channels. */
  readonly norm: "group" | "layer";
  readonly activation: string;
}

/** @param x [batch, samples] @returns [batch, frames, last of dims] */
export function convFeatures(b: GraphBuilder, x: Value, features: ConvFeatures): Value {
  let channels = b.node("Unsqueeze", [x, b.ints([1])]);
  for (const [layer, size] of features.dims.entries()) {
    if (features.norm === "layer") {
      const made = turned(b, convolved(b, channels, features, layer));
      const frames = layerNorm(b, made, `${features.name}.${layer}.layer_norm`, size);
      const active = activation(b, frames, features.activation);
      if (layer === features.dims.length - 1) return active;
      channels = turned(b, active);
    } else {
      const made = (layer === 0 ? normedFirst : convolved)(b, channels, features, layer);
      channels = activation(b, made, features.activation);
    }
  }
  return turned(b, channels);
}

function convolved(b: GraphBuilder, x: Value, features: ConvFeatures, layer: number): Value {
  const { dims, kernels, strides, bias } = features;
  const name = `${features.name}.${layer}.conv`;
  const size = dims[layer] ?? 0;
  const kernel = kernels[layer] ?? 0;
  const weight = b.tensor(`${name}.weight`, [size, layer === 0 ? 1 : (dims[layer - 1] ?? 0), kernel]);
  const inputs = [x, b.weight(`${name}.weight`, weight)];
  if (bias) inputs.push(b.weight(`${name}.bias`, b.tensor(`${name}.bias`, [size]), "f32"));
  return b.node("Conv", inputs, { kernel_shape: [BigInt(kernel)], strides: [BigInt(strides[layer] ?? 0)] });
}

/** Wider ones (no model has one) are rather normed behind the convolution than laid out. */
const LARGEST_FOLDED_KERNEL = 64;

function normedFirst(b: GraphBuilder, x: Value, features: ConvFeatures, layer: number): Value {
  const name = `${features.name}.${layer}`;
  const size = features.dims[layer] ?? 0;
  const kernel = features.kernels[layer] ?? 0;
  if (kernel <= LARGEST_FOLDED_KERNEL) {
    return convGroupNorm(b, x, { name, size, kernel, stride: features.strides[layer] ?? 0, bias: features.bias });
  }
  const scale = b.weight(`${name}.layer_norm.weight`, b.tensor(`${name}.layer_norm.weight`, [size]), "f32");
  const shift = b.weight(`${name}.layer_norm.bias`, b.tensor(`${name}.layer_norm.bias`, [size]), "f32");
  const made = convolved(b, x, features, layer);
  return b.node("InstanceNormalization", [made, scale, shift], { epsilon: DEFAULT_EPSILON });
}

/** Channels × frames to frames × channels, and back. */
export function turned(b: GraphBuilder, x: Value): Value {
  return b.node("Transpose", [x], { perm: [0n, 2n, 1n] });
}
