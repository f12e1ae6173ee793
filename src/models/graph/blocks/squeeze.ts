/**
 * Fewer steps for the layers, and as many as before behind them. Source: SEWEncoder and SEWUpsampling (modeling_sew.py),
 * transformers 5.23.
 */
import type { GraphBuilder, Value } from "../graph-builder.ts";
import { activation } from "./activation.ts";
import { dense } from "./dense.ts";
import { turned } from "./frame-conv.ts";
import { type PositionalConv, positionalConv } from "./positional-conv.ts";

/** @param x [batch, steps, hidden] @param positions its stride is the factor @returns [batch, steps / factor, hidden] */
export function squeezed(b: GraphBuilder, x: Value, positions: PositionalConv & { readonly stride: number }): Value {
  const factor = BigInt(positions.stride);
  const channels = turned(b, x);
  const placed = positionalConv(b, channels, positions);
  const pooled = b.node("AveragePool", [channels], { kernel_shape: [factor], strides: [factor] });
  // As many steps as the shorter of the two has.
  const asLong = (value: Value, other: Value) =>
    b.node("Slice", [value, b.ints([0]), b.node("Shape", [other], { start: 2n, end: 3n }), b.ints([2])]);
  return turned(b, b.node("Add", [asLong(pooled, placed), asLong(placed, pooled)]));
}

export interface Upsampling {
  /** Of its tensors. */
  readonly name: string;
  readonly hidden: number;
  readonly factor: number;
  readonly activation: string;
}

/** @param like [batch, steps, ...]: where steps are missing at the end, they are 0 @returns [batch, steps, hidden] */
export function upsampled(
  b: GraphBuilder,
  x: Value,
  like: Value,
  { name, hidden, factor, activation: act }: Upsampling,
): Value {
  const wide = dense(b, x, { name: `${name}.projection`, inputs: hidden, outputs: hidden * factor });
  const steps = b.node("Reshape", [activation(b, wide, act), b.ints([0, -1, hidden])]);
  const stepsOf = (value: Value) => b.node("Shape", [value], { start: 1n, end: 2n });
  const lacking = b.node("Sub", [stepsOf(like), stepsOf(steps)]);
  return b.node("Pad", [steps, b.node("Concat", [b.ints([0, 0, 0, 0]), lacking, b.ints([0])], { axis: 0n })]);
}
