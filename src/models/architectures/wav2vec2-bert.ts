/**
 * wav2vec2-bert: conformer layers over mel features, with a mask. Source: Wav2Vec2BertModel, Wav2Vec2BertEncoder and
 * Wav2Vec2BertForSequenceClassification (modeling_wav2vec2_bert.py), transformers 5.23. Adapters are refused, as there.
 */
import * as v from "valibot";
import { EarshotError } from "../../errors/earshot-error.ts";
import { headSizeOf, keyMask } from "../graph/blocks/attention.ts";
import { type ConformerPositions, conformerLayer } from "../graph/blocks/conformer-layer.ts";
import { dense } from "../graph/blocks/dense.ts";
import { layerNorm } from "../graph/blocks/layer-norm.ts";
import { stepsOf } from "../graph/blocks/relative-positions.ts";
import { rotaryRates } from "../graph/blocks/sinusoids.ts";
import type { GraphBuilder, Value } from "../graph/graph-builder.ts";
import { parseJson } from "../parse-json.ts";
import type { Architecture } from "./architecture.ts";
import { count, epsilon, flag, hiddenSize, layerCount } from "./config-fields.ts";
import { classify } from "./heads.ts";
import { ignoreTraining, prefixOf } from "./speech-classifier.ts";
import { headFields } from "./speech-config.ts";
import { checkEven } from "./wav2vec2-conformer.ts";

/** Defaults are those of Wav2Vec2BertConfig. */
const BertSchema = v.object({
  ...headFields,
  hidden_size: v.optional(hiddenSize, 1_024),
  num_hidden_layers: v.optional(layerCount, 24),
  num_attention_heads: v.optional(hiddenSize, 16),
  intermediate_size: v.optional(hiddenSize, 4_096),
  feature_projection_input_dim: v.optional(hiddenSize, 160),
  hidden_act: v.optional(v.string(), "swish"),
  layer_norm_eps: v.optional(epsilon, 1e-5),
  position_embeddings_type: v.optional(v.nullable(v.picklist(["relative", "relative_key", "rotary"])), "relative_key"),
  rotary_embedding_base: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(1e9)), 10_000),
  left_max_position_embeddings: v.optional(count(10_000, 0), 64),
  right_max_position_embeddings: v.optional(count(10_000, 0), 8),
  conv_depthwise_kernel_size: v.optional(count(10_001), 31),
  add_adapter: v.optional(flag, false),
});
type BertConfig = v.InferOutput<typeof BertSchema>;

export const wav2vec2Bert: Architecture = {
  modelTypes: ["wav2vec2-bert"],
  build(b, json) {
    const config = parseJson(BertSchema, json, "config.json");
    if (config.add_adapter) {
      const details = { architecture: "wav2vec2-bert + add_adapter" };
      throw new EarshotError("model-unsupported", "a wav2vec2-bert that classifies has no adapter", { details });
    }
    const { hidden_size: hidden, layer_norm_eps, feature_projection_input_dim: mels } = config;
    const prefix = prefixOf(b, "wav2vec2_bert");
    ignoreTraining(b, prefix);
    const input = b.input("input_features", "float32", ["batch", "frames", mels]);
    const mask = b.input("attention_mask", "int64", ["batch", "frames"]);
    const kept = b.node("Unsqueeze", [b.node("Cast", [mask], { to: 1n }), b.ints([2])]);
    const name = `${prefix}feature_projection`;
    const normed = layerNorm(b, input, `${name}.layer_norm`, mels, layer_norm_eps);
    const projected = dense(b, normed, { name: `${name}.projection`, inputs: mels, outputs: hidden });
    const all = [b.node("Mul", [projected, kept])];
    const positions = positionsOf(config);
    for (let layer = 0; layer < config.num_hidden_layers; layer++) {
      const made = conformerLayer(b, all[layer] as Value, {
        name: `${prefix}encoder.layers.${layer}`,
        hidden,
        heads: config.num_attention_heads,
        inner: config.intermediate_size,
        activation: config.hidden_act,
        epsilon: layer_norm_eps,
        kernel: config.conv_depthwise_kernel_size,
        norm: "layer",
        positions,
        like: input,
        kept,
        keyMask: keyMask(b, mask, input),
      });
      all.push(made);
    }
    return classify(b, { last: all.at(-1) as Value, all, hidden, mask: pooledSteps(b, mask) }, config);
  },
};

function positionsOf(config: BertConfig): ConformerPositions {
  const { hidden_size: hidden, position_embeddings_type: type } = config;
  const headSize = headSizeOf(hidden, config.num_attention_heads);
  switch (type) {
    case "relative":
      checkEven(hidden);
      return { kind: "relative" };
    case "rotary":
      checkEven(headSize);
      return { kind: "rotary", rates: rotaryRates(headSize, config.rotary_embedding_base) };
    case "relative_key":
      return {
        kind: "relative-key",
        left: config.left_max_position_embeddings,
        right: config.right_max_position_embeddings,
      };
    case null:
      return { kind: "none" };
    default:
      throw new TypeError(`unknown positions ${type satisfies never}`);
  }
}

/** _get_feature_vector_attention_mask: as many steps as the mask counts, from the first on; all where it counts none. */
function pooledSteps(b: GraphBuilder, mask: Value): Value {
  const counted = b.node("ReduceSum", [mask, b.ints([1])], { keepdims: 1n });
  const steps = stepsOf(b, mask);
  const heard = b.node("Where", [b.node("Equal", [counted, b.ints([0])]), steps, counted]);
  const places = b.node("Range", [b.ints([0], []), b.node("Squeeze", [steps]), b.ints([1], [])]);
  return b.node("Cast", [b.node("Less", [places, heard])], { to: 7n });
}
