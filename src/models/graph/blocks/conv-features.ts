/**
 * The convolutions that turn a waveform into frames. Source: Wav2Vec2FeatureEncoder and its three kinds of layers
 * (modeling_wav2vec2.py), transformers 5.23; those of the other models of speech are the same.
 */
import type { GraphBuilder, Value } from "../graph-builder.ts";
import { activation } from "./activation.ts";
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
    const name = `${features.name}.${layer}`;
    const made = convolved(b, channels, features, layer);
    if (features.norm === "layer") {
      const frames = layerNorm(b, turned(b, made), `${name}.layer_norm`, size);
      const active = activation(b, frames, features.activation);
      if (layer === features.dims.length - 1) return active;
      channels = turned(b, active);
    } else {
      const normed = layer === 0 ? channelNorm(b, made, `${name}.layer_norm`, size) : made;
      channels = activation(b, normed, features.activation);
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

/** `nn.GroupNorm` with a group for each channel. */
function channelNorm(b: GraphBuilder, x: Value, name: string, size: number): Value {
  const scale = b.weight(`${name}.weight`, b.tensor(`${name}.weight`, [size]), "f32");
  const shift = b.weight(`${name}.bias`, b.tensor(`${name}.bias`, [size]), "f32");
  return b.node("InstanceNormalization", [x, scale, shift], { epsilon: DEFAULT_EPSILON });
}

/** Channels × frames to frames × channels, and back. */
export function turned(b: GraphBuilder, x: Value): Value {
  return b.node("Transpose", [x], { perm: [0n, 2n, 1n] });
}
