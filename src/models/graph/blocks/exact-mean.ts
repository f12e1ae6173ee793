/** A mean that loses no digits to its length: what follows it may enlarge the rounding of a long float32 sum a hundredfold. */
import type { GraphBuilder, Value } from "../graph-builder.ts";

/** What the first mean lacks, the mean of what is left tells. @returns as x, its axis of size 1 */
export function exactMean(b: GraphBuilder, x: Value, axis: bigint): Value {
  const first = b.node("ReduceMean", [x], { axes: [axis], keepdims: 1n });
  const left = b.node("ReduceMean", [b.node("Sub", [x, first])], { axes: [axis], keepdims: 1n });
  return b.node("Add", [first, left]);
}
