/**
 * A conformer's layer: half a feed-forward, attention, convolution, half a feed-forward. Source: Wav2Vec2ConformerEncoderLayer,
 * Wav2Vec2ConformerSelfAttention (modeling_wav2vec2_conformer.py), Wav2Vec2BertEncoderLayer, Wav2Vec2BertSelfAttention
 * (modeling_wav2vec2_bert.py), transformers 5.23: the same but for their convolutions and `relative_key`.
 */
import type { GraphBuilder, Value } from "../graph-builder.ts";
import { headSizeOf, selfAttention } from "./attention.ts";
import { conformerConv } from "./conformer-conv.ts";
import { dense } from "./dense.ts";
import { feedForward } from "./feed-forward.ts";
import { layerNorm } from "./layer-norm.ts";
import { distances, relativeScores, splitHeads, splitTable, stepsOf } from "./relative-positions.ts";
import { distanceTable, type RotaryShape, rotated } from "./sinusoids.ts";

export type ConformerPositions =
  | { readonly kind: "none" }
  | { readonly kind: "relative" }
  | { readonly kind: "rotary"; readonly rates: RotaryShape["rates"] }
  | { readonly kind: "relative-key"; readonly left: number; readonly right: number };

export interface ConformerLayer {
  /** Of its tensors. */
  readonly name: string;
  readonly hidden: number;
  readonly heads: number;
  readonly inner: number;
  readonly activation: string;
  readonly epsilon: number;
  readonly kernel: number;
  readonly norm: "batch" | "layer";
  readonly positions: ConformerPositions;
  /** What every layer of one graph has the same steps as. */
  readonly like: Value;
  /** [batch, steps, 1] and [batch, 1, steps, steps]; absent: every step counts. */
  readonly kept?: Value | null;
  readonly keyMask?: Value | null;
}

/** @param x [batch, steps, hidden] @returns [batch, steps, hidden] */
export function conformerLayer(b: GraphBuilder, x: Value, layer: ConformerLayer): Value {
  const { name, hidden, epsilon } = layer;
  const norm = (value: Value, part: string) => layerNorm(b, value, `${name}.${part}_layer_norm`, hidden, epsilon);
  const half = (value: Value, part: string) =>
    b.node("Add", [b.node("Mul", [forward(b, norm(value, part), `${name}.${part}`, layer), b.floats([0.5])]), value]);
  const first = half(x, "ffn1");
  const attended = b.node("Add", [attention(b, norm(first, "self_attn"), layer), first]);
  const convolved = b.node("Add", [attended, conformerConv(b, attended, { ...layer, name: `${name}.conv_module` })]);
  return norm(half(convolved, "ffn2"), "final");
}

function forward(b: GraphBuilder, x: Value, name: string, { hidden, inner, activation }: ConformerLayer): Value {
  return feedForward(b, x, {
    first: `${name}.intermediate_dense`,
    second: `${name}.output_dense`,
    hidden,
    inner,
    activation,
  });
}

function attention(b: GraphBuilder, x: Value, layer: ConformerLayer): Value {
  const { hidden, heads, positions, like, keyMask = null } = layer;
  const headSize = headSizeOf(hidden, heads);
  const name = `${layer.name}.self_attn`;
  const named = {
    name,
    query: `${name}.linear_q`,
    key: `${name}.linear_k`,
    value: `${name}.linear_v`,
    out: `${name}.linear_out`,
    hidden,
    heads,
  };
  const masked = (scores: Value) => (keyMask ? b.node("Add", [scores, keyMask]) : scores);
  const scaled = (queries: Value) =>
    b.node("Mul", [splitHeads(b, queries, heads, headSize), b.floats([1 / Math.sqrt(headSize)])]);
  switch (positions.kind) {
    case "none":
      return selfAttention(b, x, named, { added: keyMask });
    case "rotary": {
      const queryKeyFrom = rotated(b, x, like, { heads, headSize, rates: positions.rates });
      return selfAttention(b, x, named, { queryKeyFrom, added: keyMask });
    }
    case "relative": {
      const queries = dense(b, x, { name: named.query, inputs: hidden, outputs: hidden });
      const offset = (part: string) => ({ ...b.tensor(`${name}.${part}`, [heads, headSize]), dims: [hidden] });
      const asked = b.node("Add", [queries, b.weight(`${name}.pos_bias_v`, offset("pos_bias_v"), "f32")]);
      const pos = { name: `${name}.linear_pos`, inputs: hidden, outputs: hidden, bias: false };
      const table = splitTable(b, dense(b, distanceTable(b, like, hidden), pos), heads, headSize);
      const added = masked(relativeScores(b, scaled(asked), table, stepsOf(b, like)));
      return selfAttention(b, x, { ...named, queryBias: offset("pos_bias_u") }, { queries, added });
    }
    case "relative-key": {
      const queries = dense(b, x, { name: named.query, inputs: hidden, outputs: hidden });
      const table = keyTable(b, `${name}.distance_embedding.weight`, layer, positions);
      const added = masked(relativeScores(b, scaled(queries), table, stepsOf(b, like)));
      return selfAttention(b, x, { ...named, withoutBias: ["query"] }, { queries, added });
    }
    default:
      throw new TypeError(`unknown positions ${positions satisfies never}`);
  }
}

/** _apply_relative_key_position_encoding: a row for each distance, key minus query, within bounds. [size, 2 · steps] */
function keyTable(
  b: GraphBuilder,
  name: string,
  { hidden, heads, like }: ConformerLayer,
  { left, right }: { readonly left: number; readonly right: number },
): Value {
  const rows = b.once(`distance rows of ${like.name}`, () => {
    const ahead = b.node("Neg", [distances(b, like)]);
    const within = b.node("Max", [b.node("Min", [ahead, b.ints([right], [])]), b.ints([-left], [])]);
    return b.node("Add", [within, b.ints([left], [])]);
  });
  const embedding = b.weight(name, b.tensor(name, [left + right + 1, hidden / heads]));
  return b.node("Transpose", [b.node("Gather", [embedding, rows])], { perm: [1n, 0n] });
}
