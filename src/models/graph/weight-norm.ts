/**
 * The weight of a convolution whose norm was trained apart (`nn.utils.weight_norm` with `dim=2`): w = g · v / ‖v‖, the norm over
 * all but the last dimension. Old files say `weight_g` and `weight_v`, newer ones `parametrizations.weight.original0` and `1`, and
 * one from which the norm was removed has the weight itself.
 */
import type { GraphBuilder } from "./graph-builder.ts";
import type { Recipe } from "./recipe.ts";

/** @param name of the layer, without `.weight` @param dims of the weight; the last one has the norms */
export function normedWeight(b: GraphBuilder, name: string, dims: readonly [number, number, number]): Recipe {
  if (b.book.has(`${name}.weight`)) return b.tensor(`${name}.weight`, dims);
  const old = b.book.has(`${name}.weight_g`) || b.book.has(`${name}.weight_v`);
  const [gain, direction] = old
    ? ["weight_g", "weight_v"]
    : ["parametrizations.weight.original0", "parametrizations.weight.original1"];
  const norms = b.tensor(`${name}.${gain}`, [1, 1, dims[2]]);
  const directions = b.tensor(`${name}.${direction}`, dims);
  return {
    sources: [...norms.sources, ...directions.sources],
    dims,
    make: ([g, v]) => scaled(g as Float32Array, v as Float32Array),
  };
}

/** Thousands of squares add up: in float32 their sum would lose what the score's tolerance allows. */
function scaled(gains: Float32Array, directions: Float32Array): Float32Array {
  const steps = gains.length;
  const squares = new Float64Array(steps);
  for (let at = 0; at < directions.length; at++)
    squares[at % steps] = (squares[at % steps] as number) + (directions[at] as number) ** 2;
  const factors = squares.map((sum, step) => (gains[step] as number) / Math.sqrt(sum));
  return directions.map((value, at) => value * (factors[at % steps] as number));
}
