/**
 * Attention whose scores have two parts more: of content to position, and of position to content. Source:
 * DisentangledSelfAttention, make_log_bucket_position (modeling_sew_d.py), transformers 5.23. Distances are counted singly near a
 * step, and in ever wider buckets farther away.
 */
import { invalidFile } from "../../parse-json.ts";
import type { GraphBuilder, Value } from "../graph-builder.ts";
import { computed } from "../recipe.ts";
import { headSizeOf, selfAttention } from "./attention.ts";
import { dense } from "./dense.ts";
import { distances, relativeScores, splitHeads, splitTable, stepsOf } from "./relative-positions.ts";

export interface DisentangledAttention {
  /** Of its tensors, without `.self` and `.output`. */
  readonly name: string;
  readonly hidden: number;
  readonly heads: number;
  readonly contentToPosition: boolean;
  readonly positionToContent: boolean;
  /** Positions pass the layers of queries and keys, not layers of their own. */
  readonly shared: boolean;
  /** [2 · span, hidden], normed; null: content alone counts. */
  readonly embeddings: Value | null;
  readonly buckets: Buckets;
  /** What every layer of one graph has the same steps as. */
  readonly like: Value;
}

export interface Buckets {
  /** None below 1: then each distance has a row. */
  readonly count: number;
  readonly farthest: number;
}

/** Rows of the embeddings on either side of 0. */
export function spanOf({ count, farthest }: Buckets): number {
  return count > 0 ? count : farthest;
}

/** @param x [batch, steps, hidden] @returns [batch, steps, hidden] @throws EarshotError `model-config-invalid` */
export function disentangledAttention(b: GraphBuilder, x: Value, layer: DisentangledAttention): Value {
  const { hidden, heads, embeddings, contentToPosition, positionToContent } = layer;
  const headSize = headSizeOf(hidden, heads);
  const scale = 1 / Math.sqrt(headSize * (1 + Number(contentToPosition) + Number(positionToContent)));
  const named = (part: string) => `${layer.name}.self.${part}_proj`;
  const through = (value: Value, part: string) =>
    dense(b, value, { name: named(part), inputs: hidden, outputs: hidden });
  const queries = through(x, "query");
  const keys = through(x, "key");
  const steps = stepsOf(b, layer.like);
  /** Scaled scores of each step's content and the positions about it. */
  const scores = (content: Value, part: string, away: 1 | -1) => {
    const rows = b.node("Gather", [through(embeddings as Value, part), bucketRows(b, layer, away)]);
    const scaled = b.node("Mul", [splitHeads(b, content, heads, headSize), b.floats([scale])]);
    return relativeScores(b, scaled, splitTable(b, rows, heads, headSize), steps);
  };
  const added: Value[] = [];
  if (embeddings && contentToPosition) added.push(scores(queries, layer.shared ? "key" : "pos_key", 1));
  if (embeddings && positionToContent) {
    const turned = scores(keys, layer.shared ? "query" : "pos_query", -1);
    added.push(b.node("Transpose", [turned], { perm: [0n, 1n, 3n, 2n] }));
  }
  const [first = null, second] = added;
  return selfAttention(
    b,
    x,
    {
      name: `${layer.name}.self`,
      query: named("query"),
      key: named("key"),
      value: named("value"),
      out: `${layer.name}.output.dense`,
      hidden,
      heads,
      withoutBias: ["query", "key"],
      scale,
    },
    { queries, keys, added: first && second ? b.node("Add", [first, second]) : first },
  );
}

/** The row of each of `distances`. @param away -1: seen from the key. int64 [2 · steps] */
function bucketRows(b: GraphBuilder, { buckets, like }: DisentangledAttention, away: 1 | -1): Value {
  return b.once(`buckets ${away} of ${like.name}`, () => {
    const rows = rowsOf(buckets, away);
    const most = (rows.length - 1) / 2;
    const table = b.weight(
      `bucket_rows_${away}`,
      computed([rows.length], () => rows),
      "f32",
    );
    const within = b.node("Max", [b.node("Min", [distances(b, like), b.ints([most], [])]), b.ints([-most], [])]);
    const found = b.node("Gather", [table, b.node("Add", [within, b.ints([most], [])])]);
    return b.node("Cast", [found], { to: 7n });
  });
}

/** More steps than a quarter of an hour has: beyond, distances count as this one. */
const MOST_STEPS = 25_000;

/** Rows of the embeddings for the distances -n … n; farther ones have the same rows as the last. */
export function rowsOf(buckets: Buckets, away: 1 | -1): Float32Array {
  const span = spanOf(buckets);
  const { count, farthest } = buckets;
  if (count > 0 && (farthest < 2 || farthest - 1 === Math.floor(count / 2))) {
    throw invalidFile("config.json", `${count} position_buckets for ${farthest} positions`);
  }
  let most = span;
  while (most < MOST_STEPS && bucketOf(most, buckets) < span) most++;
  return Float32Array.from({ length: 2 * most + 1 }, (_, at) => {
    const bucket = bucketOf(at - most, buckets) * away;
    return Math.min(2 * span - 1, Math.max(0, bucket + span));
  });
}

/** make_log_bucket_position, in float32 as there: a bucket's edge must not move. */
function bucketOf(distance: number, { count, farthest }: Buckets): number {
  const middle = Math.floor(count / 2);
  const size = Math.abs(distance);
  if (count <= 0 || size <= middle) return distance;
  const log = (value: number) => Math.fround(Math.log(Math.fround(value)));
  const share = Math.fround(log(size / middle) / log((farthest - 1) / middle));
  return Math.sign(distance) * (Math.ceil(Math.fround(share * (middle - 1))) + middle);
}
