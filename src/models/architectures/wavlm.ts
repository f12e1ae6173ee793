/** WavLM. Source: WavLMModel and WavLMAttention (modeling_wavlm.py), transformers 5.23. */
import * as v from "valibot";
import { headSizeOf, selfAttention } from "../graph/blocks/attention.ts";
import { distanceBias, gated } from "../graph/blocks/gated-positions.ts";
import { parseJson } from "../parse-json.ts";
import type { Architecture } from "./architecture.ts";
import { count } from "./config-fields.ts";
import { classify } from "./heads.ts";
import { adapted, encoder, frames, ignoreTraining, prefixOf, projection } from "./speech-classifier.ts";
import { adapterFields, encoderFields, frontFields, headFields } from "./speech-config.ts";

const WavLmSchema = v.object({
  ...frontFields,
  ...encoderFields,
  ...adapterFields,
  ...headFields,
  // WavLMEncoderLayerStableLayerNorm has no adapter.
  adapter_attn_dim: v.optional(
    v.pipe(
      v.unknown(),
      v.transform(() => null),
    ),
  ),
  num_buckets: v.optional(count(100_000), 320),
  max_bucket_distance: v.optional(count(10_000), 800),
});

export const wavLm: Architecture = {
  modelTypes: ["wavlm"],
  build(b, json) {
    const config = { ...parseJson(WavLmSchema, json, "config.json"), adapter_attn_dim: null };
    const prefix = prefixOf(b, "wavlm");
    ignoreTraining(b, prefix);
    const input = b.input("input_values", "float32", ["batch", "samples"]);
    const features = projection(b, frames(b, input, prefix, config), prefix, config);
    const { num_attention_heads: heads, hidden_size: hidden } = config;
    headSizeOf(hidden, heads);
    // The first layer's; the others use it as well.
    const bias = () =>
      b.once("distance bias", () =>
        distanceBias(b, features, {
          name: `${prefix}encoder.layers.0.attention.rel_attn_embed.weight`,
          heads,
          buckets: config.num_buckets,
          farthest: config.max_bucket_distance,
        }),
      );
    const states = encoder(b, features, prefix, config, {
      attend: (x, layer) =>
        selfAttention(b, x, layer, { added: gated(b, x, bias(), { name: layer.name, hidden, heads }) }),
    });
    return classify(b, adapted(b, states, prefix, config), config);
  },
};
