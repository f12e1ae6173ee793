/** `nn.LayerNorm` over the last dimension, as one operator. */
import type { GraphBuilder, Value } from "../graph-builder.ts";

/** `nn.LayerNorm`'s own, where a class passes none. */
export const DEFAULT_EPSILON = 1e-5;

/**
 * @param name of its tensors, without `.weight` and `.bias`
 * @param size of the last dimension
 */
export function layerNorm(b: GraphBuilder, x: Value, name: string, size: number, epsilon = DEFAULT_EPSILON): Value {
  const scale = b.weight(`${name}.weight`, b.tensor(`${name}.weight`, [size]), "f32");
  const shift = b.weight(`${name}.bias`, b.tensor(`${name}.bias`, [size]), "f32");
  return b.node("LayerNormalization", [x, scale, shift], { axis: -1n, epsilon });
}
