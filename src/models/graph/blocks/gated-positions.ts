/**
 * WavLM's positions: a bias for each distance between two steps (in buckets that widen with it), opened and closed for each
 * step and head by what the step itself holds. Source: WavLMAttention.forward, compute_bias and _relative_positions_bucket
 * (modeling_wavlm.py), transformers 5.23.
 */
import { invalidFile } from "../../parse-json.ts";
import type { GraphBuilder, Value } from "../graph-builder.ts";
import { type Recipe, transposed } from "../recipe.ts";

export interface DistanceBias {
  /** Of the table of buckets: [buckets, heads] */
  readonly name: string;
  readonly heads: number;
  readonly buckets: number;
  /** From here on all distances share a bucket. */
  readonly farthest: number;
}

/** @param x [batch, steps, ...] @returns [heads, steps, steps] @throws EarshotError `model-config-invalid` */
export function distanceBias(b: GraphBuilder, x: Value, { name, heads, buckets, farthest }: DistanceBias): Value {
  const table = b.tensor(name, [buckets, heads]);
  const bucketOf = bucketsOf(buckets, farthest);
  const distances = 2 * farthest + 1;
  /** [heads, distances], from the farthest before to the farthest behind. */
  const spread: Recipe = {
    sources: table.sources,
    dims: [heads, distances],
    make(values) {
      const rows = table.make(values);
      return Float32Array.from({ length: heads * distances }, (_, at) => {
        const bucket = bucketOf((at % distances) - farthest);
        return rows[bucket * heads + Math.floor(at / distances)] as number;
      });
    },
  };
  const steps = b.node("Squeeze", [b.node("Shape", [x], { start: 1n, end: 2n })]);
  const places = b.node("Range", [b.ints([0], []), steps, b.ints([1], [])]);
  const rows = b.node("Unsqueeze", [places, b.ints([1])]);
  const columns = b.node("Unsqueeze", [places, b.ints([0])]);
  const distance = b.node("Sub", [columns, rows]);
  const held = b.node("Clip", [distance, b.ints([-farthest], []), b.ints([farthest], [])]);
  const at = b.node("Add", [held, b.ints([farthest], [])]);
  return b.node("Gather", [b.weight(name, spread, "f32"), at], { axis: 1n });
}

/** In float32 as the library, since a bucket's edge may lie on a whole number. @throws EarshotError `model-config-invalid` */
export function bucketsOf(buckets: number, farthest: number): (distance: number) => number {
  const side = Math.floor(buckets / 2);
  const exact = Math.floor(side / 2);
  if (exact < 1 || farthest <= exact) {
    throw invalidFile("config.json", `${buckets} buckets do not reach to a distance of ${farthest}`);
  }
  const { fround } = Math;
  const range = fround(Math.log(farthest / exact));
  return (distance) => {
    const size = Math.abs(distance);
    const after = distance > 0 ? side : 0;
    if (size < exact) return after + size;
    const part = fround(fround(Math.log(fround(size / exact))) / range);
    return after + Math.min(side - 1, Math.trunc(fround(exact + fround(part * (side - exact)))));
  };
}

export interface Gate {
  /** Of the attention's tensors. */
  readonly name: string;
  readonly hidden: number;
  readonly heads: number;
}

const GATE_ROWS = 8;

/** @param x [batch, steps, hidden] @param bias [heads, steps, steps] @returns [batch, heads, steps, steps] */
export function gated(b: GraphBuilder, x: Value, bias: Value, { name, hidden, heads }: Gate): Value {
  const size = hidden / heads;
  const linear = `${name}.gru_rel_pos_linear`;
  const weight = inFours(b.tensor(`${linear}.weight`, [GATE_ROWS, size]), size);
  const shift = inFours(b.tensor(`${linear}.bias`, [GATE_ROWS]), 1);
  const perHead = b.node("Reshape", [x, b.ints([0, 0, heads, size])]);
  const made = b.node("MatMul", [perHead, b.weight(`${linear}.weight`, transposed(weight), "f32")]);
  const open = b.node("Sigmoid", [b.node("Add", [made, b.weight(`${linear}.bias`, { ...shift, dims: [2] }, "f32")])]);
  const [outer, inner] = b.nodes("Split", [b.node("Transpose", [open], { perm: [0n, 2n, 1n, 3n] })], 2, { axis: 3n });
  const strength = b.weight(
    `${name}.gru_rel_pos_const`,
    b.tensor(`${name}.gru_rel_pos_const`, [1, heads, 1, 1]),
    "f32",
  );
  const less = b.node("Sub", [b.node("Mul", [inner as Value, strength]), b.floats([1])]);
  const gate = b.node("Add", [b.node("Mul", [outer as Value, less]), b.floats([2])]);
  return b.node("Mul", [gate, bias]);
}

/** The library makes two times four values and adds the four: so are the rows added beforehand. */
function inFours(of: Recipe, size: number): Recipe {
  return {
    sources: of.sources,
    dims: [2, size],
    make(values) {
      const rows = of.make(values);
      return Float32Array.from({ length: 2 * size }, (_, at) => {
        const from = Math.floor(at / size) * 4 * size + (at % size);
        let sum = 0;
        for (let row = 0; row < 4; row++) sum += rows[from + row * size] as number;
        return sum;
      });
    },
  };
}
