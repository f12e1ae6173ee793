/** `nn.Linear` by the name of its tensors. */
import type { GraphBuilder, Value } from "../graph-builder.ts";
import { linear } from "../linear.ts";

export interface DenseLayer {
  /** Of its tensors, without `.weight` and `.bias`. */
  readonly name: string;
  readonly inputs: number;
  readonly outputs: number;
  /** Absent: it has one. */
  readonly bias?: boolean;
  /** As floats in every precision; absent: no. */
  readonly keepWhole?: boolean;
  /** See `LinearWeights`. */
  readonly fine?: boolean;
}

/** @param x [..., inputs] @returns [..., outputs] */
export function dense(b: GraphBuilder, x: Value, layer: DenseLayer): Value {
  const { name, inputs, outputs, bias = true, keepWhole = false, fine = false } = layer;
  const weight = b.tensor(`${name}.weight`, [outputs, inputs]);
  return linear(b, x, { name, weight, bias: bias ? b.tensor(`${name}.bias`, [outputs]) : null, fine }, keepWhole);
}
