/**
 * The convolutions that turn a waveform into frames. Source: Wav2Vec2FeatureEncoder and its three kinds of layers
 * (modeling_wav2vec2.py), transformers 5.23; those of the other models of speech are the same.
 */
import { invalidFile } from "../../parse-json.ts";
import type { GraphBuilder, Value } from "../graph-builder.ts";
import { activation } from "./activation.ts";
import { firstConv, firstConvNormed } from "./first-conv.ts";
import { frameConv } from "./frame-conv.ts";
import { layerNorm } from "./layer-norm.ts";

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

/** The windows under the first kernel are laid out; models have 10. */
const LARGEST_FIRST_KERNEL = 256;

/** @param x [batch, samples] @returns [batch, frames, last of dims] @throws EarshotError `model-config-invalid` */
export function convFeatures(b: GraphBuilder, x: Value, features: ConvFeatures): Value {
  const { dims, kernels, strides, bias, norm } = features;
  let frames = x;
  for (const [layer, size] of dims.entries()) {
    const name = `${features.name}.${layer}`;
    const conv = { kernel: kernels[layer] ?? 0, stride: strides[layer] ?? 0, bias };
    if (layer === 0) {
      if (conv.kernel > LARGEST_FIRST_KERNEL) throw invalidFile("config.json", `a first kernel of ${conv.kernel}`);
      frames = (norm === "group" ? firstConvNormed : firstConv)(b, x, { name, size, ...conv });
    } else {
      frames = frameConv(b, frames, { name: `${name}.conv`, inputs: dims[layer - 1] ?? 0, outputs: size, ...conv });
    }
    if (norm === "layer") frames = layerNorm(b, frames, `${name}.layer_norm`, size);
    frames = activation(b, frames, features.activation);
  }
  return frames;
}
