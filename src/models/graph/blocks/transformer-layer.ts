/**
 * One layer of a Transformer's encoder: attention and feed-forward, each added to what came in, with norms behind or before
 * them. Source: Wav2Vec2EncoderLayer and Wav2Vec2EncoderLayerStableLayerNorm (modeling_wav2vec2.py), transformers 5.23.
 */
import type { GraphBuilder, Value } from "../graph-builder.ts";
import { feedForward } from "./feed-forward.ts";
import { layerNorm } from "./layer-norm.ts";

export interface TransformerLayer {
  /** Of its tensors. */
  readonly name: string;
  readonly hidden: number;
  readonly inner: number;
  readonly activation: string;
  readonly epsilon: number;
  /** Norms stand before (`do_stable_layer_norm`), not behind. */
  readonly normFirst: boolean;
  /** @param x [batch, steps, hidden] @returns the same */
  readonly attend: (x: Value) => Value;
}

/** @param x [batch, steps, hidden] @returns [batch, steps, hidden] */
export function transformerLayer(b: GraphBuilder, x: Value, layer: TransformerLayer): Value {
  const { name, hidden, epsilon, attend } = layer;
  const norm = (value: Value, part: string) => layerNorm(b, value, `${name}.${part}`, hidden, epsilon);
  const forward = (value: Value) =>
    feedForward(b, value, {
      first: `${name}.feed_forward.intermediate_dense`,
      second: `${name}.feed_forward.output_dense`,
      hidden,
      inner: layer.inner,
      activation: layer.activation,
    });
  if (layer.normFirst) {
    const attended = b.node("Add", [attend(norm(x, "layer_norm")), x]);
    return b.node("Add", [forward(norm(attended, "final_layer_norm")), attended]);
  }
  const attended = norm(b.node("Add", [attend(x), x]), "layer_norm");
  return norm(b.node("Add", [forward(attended), attended]), "final_layer_norm");
}
