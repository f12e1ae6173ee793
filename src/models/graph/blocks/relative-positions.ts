/**
 * Scores that depend on how far a query stands from a key. A table is made for every distance that occurs, steps - 1 … -steps + 1,
 * queries are multiplied by it, and the rows are shifted into place: no index of each pair of steps is ever laid out.
 */
import type { GraphBuilder, Value } from "../graph-builder.ts";

/** @param x [batch, steps, hidden] @returns [batch, heads, steps, hidden / heads] */
export function splitHeads(b: GraphBuilder, x: Value, heads: number, headSize: number): Value {
  return b.node("Transpose", [b.node("Reshape", [x, b.ints([0, 0, heads, headSize])])], { perm: [0n, 2n, 1n, 3n] });
}

/** @param table [distances, hidden] @returns [heads, hidden / heads, distances]: to be multiplied by queries */
export function splitTable(b: GraphBuilder, table: Value, heads: number, headSize: number): Value {
  return b.node("Transpose", [b.node("Reshape", [table, b.ints([0, heads, headSize])])], { perm: [1n, 2n, 0n] });
}

/** How many steps: a list of one. @param x [batch, steps, ...] */
export function stepsOf(b: GraphBuilder, x: Value): Value {
  return b.once(`steps of ${x.name}`, () => b.node("Shape", [x], { start: 1n, end: 2n }));
}

/** Query minus key: steps - 1, …, -steps; the last one is a filler that lets the shift do without a copy. int64 [2 · steps] */
export function distances(b: GraphBuilder, x: Value): Value {
  return b.once(`distances of ${x.name}`, () => {
    const steps = b.node("Squeeze", [stepsOf(b, x)]);
    const first = b.node("Sub", [steps, b.ints([1], [])]);
    const behind = b.node("Sub", [b.node("Neg", [steps]), b.ints([1], [])]);
    return b.node("Range", [first, behind, b.ints([-1], [])]);
  });
}

/**
 * @param queries [batch, heads, steps, size] @param table [heads or 1, size, 2 · steps], for `distances` @param steps `stepsOf`
 * @returns [batch, heads, steps, steps]
 */
export function relativeScores(b: GraphBuilder, queries: Value, table: Value, steps: Value): Value {
  // Of query i and key j the column is steps - 1 - i + j. In rows one shorter, read from that place on, it is column j.
  const every = b.node("Reshape", [b.node("MatMul", [queries, table]), b.ints([0, 0, -1])]);
  const short = b.once(`short row of ${steps.name}`, () => b.node("Sub", [b.node("Add", [steps, steps]), b.ints([1])]));
  const from = b.once(`first of ${steps.name}`, () => b.node("Sub", [steps, b.ints([1])]));
  const to = b.once(`last of ${steps.name}`, () => b.node("Add", [from, b.node("Mul", [steps, short])]));
  const rows = b.once(`rows of ${steps.name}`, () => b.node("Concat", [b.ints([0, 0]), steps, short], { axis: 0n }));
  const shifted = b.node("Reshape", [b.node("Slice", [every, from, to, b.ints([2])]), rows]);
  return b.node("Slice", [shifted, b.ints([0]), steps, b.ints([3])]);
}
