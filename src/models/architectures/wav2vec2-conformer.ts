/**
 * wav2vec 2.0 with conformer layers. Source: Wav2Vec2ConformerModel, Wav2Vec2ConformerEncoder
 * (modeling_wav2vec2_conformer.py), transformers 5.23. The norms of its layers have PyTorch's epsilon, whatever the configuration
 * says; a convolution for positions lies in its files, and nothing calls it.
 */
import * as v from "valibot";
import { headSizeOf } from "../graph/blocks/attention.ts";
import { type ConformerPositions, conformerLayer } from "../graph/blocks/conformer-layer.ts";
import { DEFAULT_EPSILON, layerNorm } from "../graph/blocks/layer-norm.ts";
import { rotaryRates } from "../graph/blocks/sinusoids.ts";
import type { GraphBuilder, Value } from "../graph/graph-builder.ts";
import { invalidFile, parseJson } from "../parse-json.ts";
import type { Architecture } from "./architecture.ts";
import { count } from "./config-fields.ts";
import { classify } from "./heads.ts";
import { adapted, frames, ignoreTraining, prefixOf, projection } from "./speech-classifier.ts";
import { adapterFields, encoderFields, frontFields, headFields } from "./speech-config.ts";

/** Defaults are those of Wav2Vec2ConformerConfig. */
const ConformerSchema = v.object({
  ...frontFields,
  ...encoderFields,
  ...adapterFields,
  ...headFields,
  position_embeddings_type: v.optional(v.nullable(v.string()), "relative"),
  rotary_embedding_base: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(1e9)), 10_000),
  conv_depthwise_kernel_size: v.optional(count(10_001), 31),
});
type ConformerConfig = v.InferOutput<typeof ConformerSchema>;

export const wav2vec2Conformer: Architecture = {
  modelTypes: ["wav2vec2-conformer"],
  build(b, json) {
    const config = parseJson(ConformerSchema, json, "config.json");
    const { hidden_size: hidden } = config;
    const prefix = prefixOf(b, "wav2vec2_conformer");
    ignoreTraining(b, prefix);
    b.book.ignore((name) => name.startsWith(`${prefix}encoder.pos_conv_embed.`));
    const input = b.input("input_values", "float32", ["batch", "samples"]);
    const first = projection(b, frames(b, input, prefix, config), prefix, config);
    const positions = positionsOf(b, prefix, config);
    const all = [first];
    for (let layer = 0; layer < config.num_hidden_layers; layer++) {
      const made = conformerLayer(b, all[layer] as Value, {
        name: `${prefix}encoder.layers.${layer}`,
        hidden,
        heads: config.num_attention_heads,
        inner: config.intermediate_size,
        activation: config.hidden_act,
        epsilon: DEFAULT_EPSILON,
        kernel: config.conv_depthwise_kernel_size,
        norm: "batch",
        positions,
        like: first,
      });
      all.push(made);
    }
    const last = layerNorm(b, all.at(-1) as Value, `${prefix}encoder.layer_norm`, hidden, config.layer_norm_eps);
    return classify(b, adapted(b, { last, all, hidden }, prefix, config), config);
  },
};

/** Any other type but the two is none (Wav2Vec2ConformerEncoder). @throws EarshotError `model-config-invalid` */
function positionsOf(b: GraphBuilder, prefix: string, config: ConformerConfig): ConformerPositions {
  const { hidden_size: hidden, num_attention_heads, position_embeddings_type: type } = config;
  const headSize = headSizeOf(hidden, num_attention_heads);
  if (type === "relative") {
    checkEven(hidden);
    return { kind: "relative" };
  }
  if (type !== "rotary") return { kind: "none" };
  checkEven(headSize);
  // The rates are computed; files hold them nevertheless.
  const name = `${prefix}encoder.embed_positions.inv_freq`;
  const rates = b.book.has(name) ? b.tensor(name, [headSize / 2]) : rotaryRates(headSize, config.rotary_embedding_base);
  return { kind: "rotary", rates };
}

/** Sines and cosines take turns, or fill a half each. @throws EarshotError `model-config-invalid` */
export function checkEven(size: number): void {
  if (size % 2 === 1) throw invalidFile("config.json", `${size} values do not fit sines and cosines`);
}
