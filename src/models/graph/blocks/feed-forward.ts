/** Two linear layers with an activation between them. */
import type { GraphBuilder, Value } from "../graph-builder.ts";
import { activation } from "./activation.ts";
import { dense } from "./dense.ts";

export interface FeedForward {
  /** Names of the layers' tensors, without `.weight` and `.bias`. */
  readonly first: string;
  readonly second: string;
  readonly hidden: number;
  /** Values between the two. */
  readonly inner: number;
  readonly activation: string;
}

/** @param x [..., hidden] @returns [..., hidden] */
export function feedForward(b: GraphBuilder, x: Value, layer: FeedForward): Value {
  const { first, second, hidden, inner } = layer;
  const wide = activation(b, dense(b, x, { name: first, inputs: hidden, outputs: inner }), layer.activation);
  return dense(b, wide, { name: second, inputs: inner, outputs: hidden });
}
