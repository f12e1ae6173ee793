/**
 * SEW-D: SEW with DeBERTa's layers. Source: SEWDModel, SEWDEncoder, SEWDTransformerEncoder, SEWDLayer and ConvLayer
 * (modeling_sew_d.py), transformers 5.23.
 */
import * as v from "valibot";
import { activation } from "../graph/blocks/activation.ts";
import { disentangledAttention, spanOf } from "../graph/blocks/disentangled-attention.ts";
import { feedForward } from "../graph/blocks/feed-forward.ts";
import { turned } from "../graph/blocks/frame-conv.ts";
import { layerNorm } from "../graph/blocks/layer-norm.ts";
import { squeezed, upsampled } from "../graph/blocks/squeeze.ts";
import type { GraphBuilder, Value } from "../graph/graph-builder.ts";
import { parseJson } from "../parse-json.ts";
import type { Architecture } from "./architecture.ts";
import { count, epsilon, flag } from "./config-fields.ts";
import { classify } from "./heads.ts";
import { sewFields, sewProjection } from "./sew.ts";
import { frames, ignoreTraining, prefixOf } from "./speech-classifier.ts";
import { checkGroups, encoderFields, frontFields, headFields } from "./speech-config.ts";

const whole = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

/** Defaults are those of SEWDConfig; the last four, of the code that reads them. */
const SewDSchema = v.object({
  ...frontFields,
  ...encoderFields,
  ...headFields,
  ...sewFields,
  hidden_act: v.optional(v.string(), "gelu_python"),
  layer_norm_eps: v.optional(epsilon, 1e-7),
  feature_layer_norm_eps: v.optional(epsilon, 1e-5),
  max_position_embeddings: v.optional(count(100_000), 512),
  position_buckets: v.optional(whole(-1, 100_000), 256),
  share_att_key: v.optional(flag, true),
  relative_attention: v.optional(flag, true),
  pos_att_type: v.optional(v.nullable(v.union([v.string(), v.array(v.string())])), ["p2c", "c2p"]),
  norm_rel_ebd: v.optional(v.string(), "layer_norm"),
  max_relative_positions: v.optional(whole(-1, 100_000), -1),
  conv_kernel_size: v.optional(count(1_001, 0), 0),
  conv_groups: v.optional(count(32_768), 1),
  conv_act: v.optional(v.string(), "tanh"),
});
type SewDConfig = v.InferOutput<typeof SewDSchema>;

export const sewD: Architecture = {
  modelTypes: ["sew-d"],
  build(b, json) {
    const config = parseJson(SewDSchema, json, "config.json");
    const prefix = prefixOf(b, "sew_d");
    ignoreTraining(b, prefix);
    const { hidden_size: hidden, num_conv_pos_embedding_groups: groups, squeeze_factor: factor } = config;
    checkGroups(hidden, groups);
    const input = b.input("input_values", "float32", ["batch", "samples"]);
    const front = { ...config, layer_norm_eps: config.feature_layer_norm_eps };
    const features = sewProjection(b, frames(b, input, prefix, config), prefix, front);
    const first = squeezed(b, features, {
      name: `${prefix}encoder.pos_conv_embed`,
      hidden,
      kernel: config.num_conv_pos_embeddings,
      groups,
      activation: config.feat_extract_activation,
      stride: factor,
    });
    const { states, last } = layers(b, first, `${prefix}encoder.encoder`, config);
    const out = upsampled(b, last, features, {
      name: `${prefix}encoder.upsample`,
      hidden,
      factor,
      activation: config.feat_extract_activation,
    });
    return classify(b, { last: out, all: states, hidden }, config);
  },
};

/** SEWDTransformerEncoder. Its convolution follows the first layer, and is not part of what is recorded of it. */
function layers(b: GraphBuilder, first: Value, prefix: string, config: SewDConfig): { states: Value[]; last: Value } {
  const embeddings = positionEmbeddings(b, prefix, config);
  const states = [first];
  let last = first;
  for (let layer = 0; layer < config.num_hidden_layers; layer++) {
    const made = sewDLayer(b, last, `${prefix}.layer.${layer}`, config, { embeddings, like: first });
    states.push(made);
    last = layer === 0 && config.conv_kernel_size > 0 ? convolved(b, first, made, `${prefix}.conv`, config) : made;
  }
  return { states, last };
}

/** [2 · span, hidden], or null where positions do not count. */
function positionEmbeddings(b: GraphBuilder, prefix: string, config: SewDConfig): Value | null {
  const { hidden_size: hidden, layer_norm_eps } = config;
  const normed = config.norm_rel_ebd
    .toLowerCase()
    .split("|")
    .some((part) => part.trim() === "layer_norm");
  if (!config.relative_attention) {
    if (normed) b.book.ignore((name) => name.startsWith(`${prefix}.LayerNorm.`));
    return null;
  }
  const name = `${prefix}.rel_embeddings.weight`;
  const table = b.weight(name, b.tensor(name, [2 * spanOf(bucketsOf(config)), hidden]));
  return normed ? layerNorm(b, table, `${prefix}.LayerNorm`, hidden, layer_norm_eps) : table;
}

function bucketsOf({ position_buckets, max_relative_positions, max_position_embeddings }: SewDConfig) {
  return {
    count: position_buckets,
    farthest: max_relative_positions < 1 ? max_position_embeddings : max_relative_positions,
  };
}

interface Positions {
  readonly embeddings: Value | null;
  readonly like: Value;
}

/** SEWDLayer: norms stand behind. */
function sewDLayer(b: GraphBuilder, x: Value, name: string, config: SewDConfig, positions: Positions): Value {
  const { hidden_size: hidden, layer_norm_eps, pos_att_type } = config;
  const norm = (value: Value, part: string) => layerNorm(b, value, `${name}.${part}.LayerNorm`, hidden, layer_norm_eps);
  const attended = disentangledAttention(b, x, {
    name: `${name}.attention`,
    hidden,
    heads: config.num_attention_heads,
    contentToPosition: pos_att_type?.includes("c2p") ?? false,
    positionToContent: pos_att_type?.includes("p2c") ?? false,
    shared: config.share_att_key,
    buckets: bucketsOf(config),
    ...positions,
  });
  const middle = norm(b.node("Add", [attended, x]), "attention.output");
  const wide = feedForward(b, middle, {
    first: `${name}.intermediate.dense`,
    second: `${name}.output.dense`,
    hidden,
    inner: config.intermediate_size,
    activation: config.hidden_act,
  });
  return norm(b.node("Add", [wide, middle]), "output");
}

/** ConvLayer: over what went into the first layer, added to what came out of it. */
function convolved(b: GraphBuilder, x: Value, residual: Value, name: string, config: SewDConfig): Value {
  const { hidden_size: hidden, conv_kernel_size: kernel, conv_groups: groups } = config;
  checkGroups(hidden, groups);
  const half = BigInt(Math.floor((kernel - 1) / 2));
  const weight = b.weight(`${name}.conv.weight`, b.tensor(`${name}.conv.weight`, [hidden, hidden / groups, kernel]));
  const bias = b.weight(`${name}.conv.bias`, b.tensor(`${name}.conv.bias`, [hidden]), "f32");
  const attributes = { kernel_shape: [BigInt(kernel)], group: BigInt(groups), pads: [half, half] };
  const made = turned(b, b.node("Conv", [turned(b, x), weight, bias], attributes));
  const sum = b.node("Add", [residual, activation(b, made, config.conv_act)]);
  return layerNorm(b, sum, `${name}.LayerNorm`, hidden, config.layer_norm_eps);
}
