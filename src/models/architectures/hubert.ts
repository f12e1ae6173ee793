/** HuBERT. Source: HubertModel and HubertPositionalConvEmbedding (modeling_hubert.py), transformers 5.23. */
import * as v from "valibot";
import { parseJson } from "../parse-json.ts";
import type { Architecture } from "./architecture.ts";
import { flag } from "./config-fields.ts";
import { classify } from "./heads.ts";
import { convPositions, encoder, frames, ignoreTraining, prefixOf, projection } from "./speech-classifier.ts";
import { encoderFields, frontFields, headFields } from "./speech-config.ts";

const HubertSchema = v.object({
  ...frontFields,
  ...encoderFields,
  ...headFields,
  feat_proj_layer_norm: v.optional(flag, true),
  conv_pos_batch_norm: v.optional(flag, false),
});

export const hubert: Architecture = {
  modelTypes: ["hubert"],
  build(b, json) {
    const config = parseJson(HubertSchema, json, "config.json");
    const prefix = prefixOf(b, "hubert");
    ignoreTraining(b, prefix);
    const input = b.input("input_values", "float32", ["batch", "samples"]);
    const features = projection(b, frames(b, input, prefix, config), prefix, config, config.feat_proj_layer_norm);
    const states = encoder(b, features, prefix, config, {
      positions: (x) => convPositions(b, x, prefix, config, config.conv_pos_batch_norm),
    });
    return classify(b, states, config);
  },
};
