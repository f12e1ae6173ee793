/**
 * Positions told by a convolution over the frames themselves. Source: Wav2Vec2PositionalConvEmbedding and
 * Wav2Vec2SamePadLayer (modeling_wav2vec2.py), the variant with batch norm in HubertPositionalConvEmbedding, the one that
 * squeezes in SEWPositionalConvEmbedding, and the stack in Data2VecAudioPositionalConvEmbedding; transformers 5.23.
 */
import type { GraphBuilder, Value } from "../graph-builder.ts";
import { computed, type Recipe } from "../recipe.ts";
import { normedWeight } from "../weight-norm.ts";
import { activation } from "./activation.ts";
import { turned } from "./frame-conv.ts";
import { DEFAULT_EPSILON } from "./layer-norm.ts";

export interface PositionalConv {
  /** Of its tensors, up to `.conv`. */
  readonly name: string;
  readonly hidden: number;
  readonly kernel: number;
  readonly groups: number;
  readonly activation: string;
  /** Absent: 1. */
  readonly stride?: number;
  /** A batch norm stands before it, and its weight has no norm. */
  readonly batchNorm?: boolean;
}

/** @param x channels: [batch, hidden, frames] @returns channels */
export function positionalConv(b: GraphBuilder, x: Value, layer: PositionalConv): Value {
  const { name, hidden, kernel, groups, batchNorm = false } = layer;
  const dims = [hidden, hidden / groups, kernel] as const;
  const weight = batchNorm ? b.tensor(`${name}.conv.weight`, dims) : normedWeight(b, `${name}.conv`, dims);
  const input = batchNorm ? batchNormed(b, x, `${name}.batch_norm`, hidden) : x;
  return activation(b, sameConv(b, input, weight, layer), layer.activation);
}

export interface PositionalStack {
  /** Of its tensors, up to the number of a layer. */
  readonly name: string;
  readonly layers: number;
  readonly hidden: number;
  readonly kernel: number;
  readonly groups: number;
  readonly activation: string;
}

/** @param x channels: [batch, hidden, frames] @returns frames: [batch, frames, hidden] */
export function positionalStack(b: GraphBuilder, x: Value, stack: PositionalStack): Value {
  const { hidden, kernel, groups } = stack;
  let channels = x;
  for (let layer = 0; layer < stack.layers; layer++) {
    const name = `${stack.name}.${layer}`;
    const weight = b.tensor(`${name}.conv.weight`, [hidden, hidden / groups, kernel]);
    const made = turned(b, sameConv(b, channels, weight, { name, hidden, kernel, groups }));
    const active = activation(b, plainNorm(b, made, hidden), stack.activation);
    if (layer === stack.layers - 1) return active;
    channels = turned(b, active);
  }
  return turned(b, channels);
}

/** As many frames as come in: an even kernel gives one more, and the last one is dropped. With a stride, dropped all the same. */
function sameConv(b: GraphBuilder, x: Value, weight: Recipe, conv: Omit<PositionalConv, "activation">): Value {
  const { name, hidden, kernel, groups, stride = 1 } = conv;
  const half = Math.floor(kernel / 2);
  const cut = kernel % 2 === 0 ? 1 : 0;
  // Without a stride the last step is never computed; with one, the last step may be another.
  const early = stride === 1 ? cut : 0;
  const made = b.node(
    "Conv",
    [
      x,
      b.weight(`${name}.conv.weight`, weight),
      b.weight(`${name}.conv.bias`, b.tensor(`${name}.conv.bias`, [hidden]), "f32"),
    ],
    {
      kernel_shape: [BigInt(kernel)],
      pads: [BigInt(half), BigInt(half - early)],
      group: BigInt(groups),
      strides: [BigInt(stride)],
    },
  );
  return cut === early ? made : b.node("Slice", [made, b.ints([0]), b.ints([-1]), b.ints([2])]);
}

/** In evaluation: its running mean and variance. */
function batchNormed(b: GraphBuilder, x: Value, name: string, hidden: number): Value {
  const parts = ["weight", "bias", "running_mean", "running_var"].map((part) =>
    b.weight(`${name}.${part}`, b.tensor(`${name}.${part}`, [hidden]), "f32"),
  );
  return b.node("BatchNormalization", [x, ...parts], { epsilon: DEFAULT_EPSILON });
}

/** A layer norm that learns nothing. */
function plainNorm(b: GraphBuilder, x: Value, hidden: number): Value {
  const ones = b.weight(
    `ones_${hidden}`,
    computed([hidden], () => new Float32Array(hidden).fill(1)),
    "f32",
  );
  const zeros = b.weight(
    `zeros_${hidden}`,
    computed([hidden], () => new Float32Array(hidden)),
    "f32",
  );
  return b.node("LayerNormalization", [x, ones, zeros], { axis: -1n, epsilon: DEFAULT_EPSILON });
}
