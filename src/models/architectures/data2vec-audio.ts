/** data2vec audio: its convolutions have layer norm always, and its positions five of them. Source: Data2VecAudioModel (modeling_data2vec_audio.py), transformers 5.23. */
import * as v from "valibot";
import { turned } from "../graph/blocks/frame-conv.ts";
import { positionalStack } from "../graph/blocks/positional-conv.ts";
import { parseJson } from "../parse-json.ts";
import type { Architecture } from "./architecture.ts";
import { count } from "./config-fields.ts";
import { classify } from "./heads.ts";
import { adapted, encoder, frames, ignoreTraining, prefixOf, projection } from "./speech-classifier.ts";
import { adapterFields, checkGroups, encoderFields, frontFields, headFields } from "./speech-config.ts";

const Data2VecAudioSchema = v.object({
  ...frontFields,
  ...encoderFields,
  ...adapterFields,
  ...headFields,
  conv_pos_kernel_size: v.optional(count(10_000), 19),
  /** Layers here, not a kernel. */
  num_conv_pos_embeddings: v.optional(count(64), 5),
});

export const data2VecAudio: Architecture = {
  modelTypes: ["data2vec-audio"],
  build(b, json) {
    const read = parseJson(Data2VecAudioSchema, json, "config.json");
    const config = {
      ...read,
      feat_extract_norm: "layer",
      do_stable_layer_norm: false,
      adapter_attn_dim: null,
    } as const;
    const prefix = prefixOf(b, "data2vec_audio");
    ignoreTraining(b, prefix);
    const { hidden_size: hidden, num_conv_pos_embedding_groups: groups } = config;
    checkGroups(hidden, groups);
    const input = b.input("input_values", "float32", ["batch", "samples"]);
    const features = projection(b, frames(b, input, prefix, config), prefix, config);
    const states = encoder(b, features, prefix, config, {
      positions: (x) =>
        positionalStack(b, turned(b, x), {
          name: `${prefix}encoder.pos_conv_embed.layers`,
          layers: config.num_conv_pos_embeddings,
          hidden,
          kernel: config.conv_pos_kernel_size,
          groups,
          activation: config.feat_extract_activation,
        }),
    });
    return classify(b, adapted(b, states, prefix, config), config);
  },
};
