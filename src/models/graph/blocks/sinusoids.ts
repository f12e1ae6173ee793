/**
 * Sines and cosines of positions, as the conformers use them: a table of distances, and turned halves of each head (rotary).
 * Source: Wav2Vec2ConformerRelPositionalEmbedding, Wav2Vec2ConformerRotaryPositionalEmbedding and
 * Wav2Vec2ConformerSelfAttention._apply_rotary_embedding (modeling_wav2vec2_conformer.py), transformers 5.23.
 */
import type { GraphBuilder, Value } from "../graph-builder.ts";
import { computed, type Recipe } from "../recipe.ts";
import { distances, stepsOf } from "./relative-positions.ts";

/** For `distances`. @param x [batch, steps, ...] @returns [2 · steps, hidden]: sine and cosine take turns */
export function distanceTable(b: GraphBuilder, x: Value, hidden: number): Value {
  return b.once(`distance table of ${x.name}`, () => {
    const rates = computed([hidden / 2], () =>
      Float32Array.from({ length: hidden / 2 }, (_, at) =>
        Math.exp(Math.fround(2 * at * Math.fround(-Math.log(1e4) / hidden))),
      ),
    );
    const waves = sineCosine(b, angles(b, distances(b, x), b.weight("position_rates", rates, "f32")));
    const pairs = waves.map((wave) => b.node("Unsqueeze", [wave, b.ints([2])]));
    return b.node("Reshape", [b.node("Concat", pairs, { axis: 2n }), b.ints([-1, hidden])]);
  });
}

/** @param rates [headSize / 2] @returns x with each head's halves turned by its position; [batch, steps, hidden] */
export function rotated(b: GraphBuilder, x: Value, like: Value, shape: RotaryShape): Value {
  const { heads, headSize, rates } = shape;
  const half = headSize / 2;
  const split = b.node("Reshape", [x, b.ints([0, 0, heads, headSize])]);
  const part = (from: number, to: number) => b.node("Slice", [split, b.ints([from]), b.ints([to]), b.ints([3])]);
  const turned = b.node("Concat", [b.node("Neg", [part(half, headSize)]), part(0, half)], { axis: 3n });
  const [sine, cosine] = ["sine", "cosine"].map((wave, at) =>
    b.once(`rotary ${wave} of ${like.name}`, () => {
      const steps = b.node("Range", [b.ints([0], []), b.node("Squeeze", [stepsOf(b, like)]), b.ints([1], [])]);
      const turns = b.once(`rotary of ${like.name}`, () => angles(b, steps, b.weight("rotary_rates", rates, "f32")));
      const made = sineCosine(b, turns)[at] as Value;
      return b.node("Unsqueeze", [b.node("Concat", [made, made], { axis: 1n }), b.ints([1])]);
    }),
  ) as [Value, Value];
  const sum = b.node("Add", [b.node("Mul", [split, cosine]), b.node("Mul", [turned, sine])]);
  return b.node("Reshape", [sum, b.ints([0, 0, heads * headSize])]);
}

export interface RotaryShape {
  readonly heads: number;
  readonly headSize: number;
  /** Of the checkpoint, or `rotaryRates`. [headSize / 2] */
  readonly rates: Recipe;
}

export function rotaryRates(headSize: number, base: number): Recipe {
  return computed([headSize / 2], () =>
    Float32Array.from({ length: headSize / 2 }, (_, at) => 1 / Math.fround(base ** Math.fround((2 * at) / headSize))),
  );
}

/** @param positions int64 [n] @returns [n, rates] */
function angles(b: GraphBuilder, positions: Value, rates: Value): Value {
  return b.node("Mul", [b.node("Unsqueeze", [b.node("Cast", [positions], { to: 1n }), b.ints([1])]), rates]);
}

/** 2π as a number of few bits, whose multiples are exact, and the rest. */
const TURN = 6.28125;
const TURN_REST = 2 * Math.PI - TURN;

/** Full turns are taken off first: of large angles a GPU's sine knows little. */
function sineCosine(b: GraphBuilder, angle: Value): Value[] {
  const turns = b.node("Round", [b.node("Mul", [angle, b.floats([1 / (2 * Math.PI)])])]);
  const rest = b.node("Sub", [angle, b.node("Mul", [turns, b.floats([TURN])])]);
  const within = b.node("Sub", [rest, b.node("Mul", [turns, b.floats([TURN_REST])])]);
  return [b.node("Sin", [within]), b.node("Cos", [within])];
}
