/**
 * What was put into or onto an encoder to tune it. Source: Wav2Vec2AttnAdapterLayer (languages, in each layer) and
 * Wav2Vec2Adapter (fewer frames, behind the last layer) in modeling_wav2vec2.py, transformers 5.23.
 */
import type { GraphBuilder, Value } from "../graph-builder.ts";
import { dense } from "./dense.ts";
import { turned } from "./frame-conv.ts";
import { layerNorm } from "./layer-norm.ts";

/** @param inner `adapter_attn_dim` @returns x with what the adapter adds */
export function attentionAdapter(b: GraphBuilder, x: Value, name: string, hidden: number, inner: number): Value {
  const normed = layerNorm(b, x, `${name}.norm`, hidden);
  const narrow = b.node("Relu", [dense(b, normed, { name: `${name}.linear_1`, inputs: hidden, outputs: inner })]);
  return b.node("Add", [dense(b, narrow, { name: `${name}.linear_2`, inputs: inner, outputs: hidden }), x]);
}

export interface ConvAdapter {
  /** Of its tensors. */
  readonly name: string;
  readonly hidden: number;
  /** Where it differs from `hidden`, a linear layer stands first. */
  readonly outputs: number;
  readonly kernel: number;
  readonly stride: number;
  readonly layers: number;
}

/** @param x [batch, frames, hidden] @returns [batch, fewer frames, outputs] */
export function convAdapter(b: GraphBuilder, x: Value, adapter: ConvAdapter): Value {
  const { name, hidden, outputs, kernel, stride } = adapter;
  let frames = x;
  if (outputs !== hidden) {
    const made = dense(b, x, { name: `${name}.proj`, inputs: hidden, outputs });
    frames = layerNorm(b, made, `${name}.proj_layer_norm`, outputs);
  }
  let channels = turned(b, frames);
  for (let layer = 0; layer < adapter.layers; layer++) {
    const conv = `${name}.layers.${layer}.conv`;
    const weight = b.tensor(`${conv}.weight`, [2 * outputs, outputs, kernel]);
    const bias = b.tensor(`${conv}.bias`, [2 * outputs]);
    const made = b.node("Conv", [channels, b.weight(`${conv}.weight`, weight), b.weight(`${conv}.bias`, bias, "f32")], {
      kernel_shape: [BigInt(kernel)],
      strides: [BigInt(stride)],
      pads: [1n, 1n],
    });
    // Gated linear unit: the second half of the channels opens and closes the first.
    const [content, gate] = b.nodes("Split", [made, b.ints([outputs, outputs])], 2, { axis: 1n });
    channels = b.node("Mul", [content as Value, b.node("Sigmoid", [gate as Value])]);
  }
  return turned(b, channels);
}
