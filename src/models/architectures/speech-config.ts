/** What the configurations of the wav2vec2 family share, with the defaults of Wav2Vec2Config (configuration_wav2vec2.py, transformers 5.23). */
import * as v from "valibot";
import { invalidFile } from "../parse-json.ts";
import { count, epsilon, flag, hiddenSize, labelMap, layerCount } from "./config-fields.ts";

/** More than any model has; each layer costs nodes. */
const LARGEST_CONV_LAYERS = 64;

const convList = (most: number) => v.pipe(v.array(count(most)), v.minLength(1), v.maxLength(LARGEST_CONV_LAYERS));

/** Of the convolutions that make frames of a waveform. */
export const frontFields = {
  conv_dim: v.optional(convList(32_768), [512, 512, 512, 512, 512, 512, 512]),
  conv_kernel: v.optional(convList(10_000), [10, 3, 3, 3, 3, 2, 2]),
  conv_stride: v.optional(convList(10_000), [5, 2, 2, 2, 2, 2, 2]),
  conv_bias: v.optional(flag, false),
  feat_extract_norm: v.optional(v.picklist(["group", "layer"]), "group"),
  feat_extract_activation: v.optional(v.string(), "gelu"),
};

export const encoderFields = {
  hidden_size: v.optional(hiddenSize, 768),
  num_hidden_layers: v.optional(layerCount, 12),
  num_attention_heads: v.optional(hiddenSize, 12),
  intermediate_size: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(131_072)), 3072),
  hidden_act: v.optional(v.string(), "gelu"),
  layer_norm_eps: v.optional(epsilon, 1e-5),
  do_stable_layer_norm: v.optional(flag, false),
  num_conv_pos_embeddings: v.optional(count(10_000), 128),
  num_conv_pos_embedding_groups: v.optional(hiddenSize, 16),
  adapter_attn_dim: v.optional(v.nullable(hiddenSize), null),
};

/** An adapter behind the encoder. */
export const adapterFields = {
  add_adapter: v.optional(flag, false),
  adapter_kernel_size: v.optional(count(1_000), 3),
  adapter_stride: v.optional(count(1_000), 2),
  num_adapter_layers: v.optional(count(64, 0), 3),
  output_hidden_size: v.optional(v.nullable(count(32_768, 0)), null),
};

export const headFields = {
  use_weighted_layer_sum: v.optional(v.nullable(flag), false),
  /** Of heads that are not the library's own. */
  pooling_mode: v.optional(v.nullable(v.picklist(["mean", "sum", "max"])), null),
  id2label: labelMap,
};

const FrontSchema = v.object(frontFields);
export type Front = v.InferOutput<typeof FrontSchema>;
const EncoderSchema = v.object(encoderFields);
export type Encoder = v.InferOutput<typeof EncoderSchema>;
const AdapterSchema = v.object(adapterFields);
export type Adapter = v.InferOutput<typeof AdapterSchema>;
const HeadSchema = v.object(headFields);
export type HeadConfig = v.InferOutput<typeof HeadSchema>;

/** As Wav2Vec2Config.validate_architecture. @throws EarshotError `model-config-invalid` */
export function checkFront({ conv_dim, conv_kernel, conv_stride }: Front): void {
  const lengths = [conv_dim.length, conv_kernel.length, conv_stride.length];
  if (new Set(lengths).size > 1) throw invalidFile("config.json", `${lengths.join(", ")} convolutions`);
}

/** @throws EarshotError `model-config-invalid` */
export function checkGroups(hidden: number, groups: number): void {
  if (hidden % groups === 0) return;
  throw invalidFile("config.json", `${hidden} values cannot be divided among ${groups} groups`);
}
