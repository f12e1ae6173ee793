/**
 * Multi-head self-attention over [batch, steps, hidden], by onnxruntime's `MultiHeadAttention`: it never lays out the scores of
 * all heads at once where nothing is added to them, and adds the biases of the projections while it turns the heads. Variants add
 * to the scores (`added`): positions, masks; what differs in the projections themselves they give as `from`.
 */
import { invalidFile } from "../../parse-json.ts";
import { type GraphBuilder, MICROSOFT, type Value } from "../graph-builder.ts";
import { linear } from "../linear.ts";
import { computed, type Recipe, stacked } from "../recipe.ts";
import { dense } from "./dense.ts";

export interface Attention {
  /** Of the initializer that holds the joined biases: `${name}.bias`. */
  readonly name: string;
  /** Names of the layers' tensors, without `.weight` and `.bias`. */
  readonly query: string;
  readonly key: string;
  readonly value: string;
  readonly out: string;
  readonly hidden: number;
  readonly heads: number;
  /** Layers among `query`, `key`, `value` that have no bias; absent: all have one. */
  readonly withoutBias?: readonly ("query" | "key" | "value")[];
  /** Of the scores; absent: 1 / √(hidden / heads). */
  readonly scale?: number;
  /** Something else than the bias of the queries, such as an offset for each head; [hidden] */
  readonly queryBias?: Recipe;
  /** The layer `out` has twice the bits where weights are quantised; absent: no. */
  readonly fineOut?: boolean;
}

export interface AttentionParts {
  /** What queries and keys are made of; absent: x. Rotary positions turn it. */
  readonly queryKeyFrom?: Value;
  /** Projected already, for whoever computes with them besides; what `withoutBias` leaves out they have. */
  readonly queries?: Value;
  readonly keys?: Value;
  /** To be added to the scaled scores: [batch or 1, heads or 1, steps, steps] */
  readonly added?: Value | null;
}

/** @param x [batch, steps, hidden] @returns [batch, steps, hidden] @throws EarshotError `model-config-invalid` */
export function selfAttention(b: GraphBuilder, x: Value, layer: Attention, parts: AttentionParts = {}): Value {
  const { hidden, heads, name } = layer;
  const { queryKeyFrom = x, added = null } = parts;
  const headSize = headSizeOf(hidden, heads);
  const q = parts.queries ?? projected(b, queryKeyFrom, layer.query, hidden);
  const k = parts.keys ?? projected(b, queryKeyFrom, layer.key, hidden);
  const v = projected(b, x, layer.value, hidden);
  const attributes = {
    num_heads: BigInt(heads),
    // Always said: whoever reads the file needs not know the sizes.
    scale: layer.scale ?? 1 / Math.sqrt(headSize),
  };
  const bias = jointBias(b, layer);
  const joined = bias ? b.weight(`${name}.bias`, bias, "f32") : null;
  const context = b.node("MultiHeadAttention", [q, k, v, joined, null, added], attributes, MICROSOFT);
  return dense(b, context, { name: layer.out, inputs: hidden, outputs: hidden, fine: layer.fineOut ?? false });
}

/** A projection alone, without its bias. */
function projected(b: GraphBuilder, x: Value, name: string, hidden: number): Value {
  return linear(b, x, { name, weight: b.tensor(`${name}.weight`, [hidden, hidden]), bias: null });
}

/** @throws EarshotError `model-config-invalid` */
export function headSizeOf(hidden: number, heads: number): number {
  const size = hidden / heads;
  if (Number.isInteger(size) && size > 0) return size;
  throw invalidFile("config.json", `${hidden} values cannot be divided among ${heads} heads`);
}

/**
 * What to add to the scores so that no step attends to padding.
 * @param mask int64 [batch, steps], 0 = padding @param like [batch, steps, ...] @returns [batch, 1, steps, steps]
 */
export function keyMask(b: GraphBuilder, mask: Value, like: Value): Value {
  return b.once(`key mask ${mask.name}`, () => {
    const kept = b.node("Cast", [mask], { to: 1n });
    // Large enough that its exponential is 0, small enough that a row of padding alone stays finite.
    const added = b.node("Mul", [b.node("Sub", [kept, b.floats([1])]), b.floats([1e9])]);
    const row = b.node("Unsqueeze", [added, b.ints([1, 2])]);
    const shape = b.node("Shape", [like], { start: 0n, end: 2n });
    const batch = b.node("Slice", [shape, b.ints([0]), b.ints([1])]);
    const steps = b.node("Slice", [shape, b.ints([1]), b.ints([2])]);
    return b.node("Expand", [row, b.node("Concat", [batch, b.ints([1]), steps, steps], { axis: 0n })]);
  });
}

/** Queries', keys', values', one behind the other, as the operator wants them; null where none has one. */
function jointBias(b: GraphBuilder, layer: Attention): Recipe | null {
  const { hidden, withoutBias = [], queryBias } = layer;
  const parts = (["query", "key", "value"] as const).map((part) => {
    if (part === "query" && queryBias) return queryBias;
    if (withoutBias.includes(part)) return null;
    return b.tensor(`${layer[part]}.bias`, [hidden]);
  });
  if (parts.every((part) => part === null)) return null;
  return stacked(parts.map((part) => part ?? computed([hidden], () => new Float32Array(hidden))));
}
