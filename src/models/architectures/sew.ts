/** SEW. Source: SEWModel and SEWEncoder (modeling_sew.py), transformers 5.23. */
import * as v from "valibot";
import { dense } from "../graph/blocks/dense.ts";
import { layerNorm } from "../graph/blocks/layer-norm.ts";
import { squeezed, upsampled } from "../graph/blocks/squeeze.ts";
import type { GraphBuilder, Value } from "../graph/graph-builder.ts";
import { parseJson } from "../parse-json.ts";
import type { Architecture } from "./architecture.ts";
import { count } from "./config-fields.ts";
import { classify } from "./heads.ts";
import { frames, ignoreTraining, layers, prefixOf } from "./speech-classifier.ts";
import { checkGroups, type Encoder, encoderFields, type Front, frontFields, headFields } from "./speech-config.ts";

/** Those of SEWConfig that differ from Wav2Vec2Config's. */
export const sewFields = {
  conv_dim: v.optional(frontFields.conv_dim.wrapped, [64, 128, 128, 128, 128, 256, 256, 256, 256, 512, 512, 512, 512]),
  conv_kernel: v.optional(frontFields.conv_kernel.wrapped, [10, 3, 1, 3, 1, 3, 1, 3, 1, 2, 1, 2, 1]),
  conv_stride: v.optional(frontFields.conv_stride.wrapped, [5, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]),
  squeeze_factor: v.optional(count(64), 2),
};

const SewSchema = v.object({ ...frontFields, ...encoderFields, ...headFields, ...sewFields });

export const sew: Architecture = {
  modelTypes: ["sew"],
  build(b, json) {
    const read = parseJson(SewSchema, json, "config.json");
    const config = { ...read, do_stable_layer_norm: false, adapter_attn_dim: null };
    const prefix = prefixOf(b, "sew");
    ignoreTraining(b, prefix);
    const { hidden_size: hidden, num_conv_pos_embedding_groups: groups, squeeze_factor: factor } = config;
    checkGroups(hidden, groups);
    const input = b.input("input_values", "float32", ["batch", "samples"]);
    const features = sewProjection(b, frames(b, input, prefix, config), prefix, config);
    const fewer = squeezed(b, features, {
      name: `${prefix}encoder.pos_conv_embed`,
      hidden,
      kernel: config.num_conv_pos_embeddings,
      groups,
      activation: config.feat_extract_activation,
      stride: factor,
    });
    const all = layers(
      b,
      layerNorm(b, fewer, `${prefix}encoder.layer_norm`, hidden, config.layer_norm_eps),
      prefix,
      config,
    );
    const last = upsampled(b, all.at(-1) as Value, features, {
      name: `${prefix}encoder.upsample`,
      hidden,
      factor,
      activation: config.feat_extract_activation,
    });
    return classify(b, { last, all, hidden }, config);
  },
};

/** SEWModel: a norm, and a linear layer where the sizes differ. */
export function sewProjection(b: GraphBuilder, x: Value, prefix: string, config: Front & Encoder): Value {
  const inputs = config.conv_dim.at(-1) ?? 0;
  const { hidden_size: outputs, layer_norm_eps } = config;
  const normed = layerNorm(b, x, `${prefix}layer_norm`, inputs, layer_norm_eps);
  return inputs === outputs ? normed : dense(b, normed, { name: `${prefix}feature_projection`, inputs, outputs });
}
