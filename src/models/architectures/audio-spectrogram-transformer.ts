/**
 * Audio Spectrogram Transformer. Source: ASTForAudioClassification (modeling_audio_spectrogram_transformer.py), transformers 5.23.
 * Its head is the stock one, though it is named `classifier.dense` like heads of others. A file may name the layers as all
 * releases write them, or as the newest holds them in memory.
 */
import * as v from "valibot";
import { selfAttention } from "../graph/blocks/attention.ts";
import { dense } from "../graph/blocks/dense.ts";
import { feedForward } from "../graph/blocks/feed-forward.ts";
import { layerNorm } from "../graph/blocks/layer-norm.ts";
import type { GraphBuilder, Value } from "../graph/graph-builder.ts";
import { invalidFile, parseJson } from "../parse-json.ts";
import type { Architecture } from "./architecture.ts";
import { count, epsilon, flag, hiddenSize, labelCount, labelMap, layerCount } from "./config-fields.ts";

/** Defaults are those of ASTConfig. */
const AstSchema = v.object({
  hidden_size: v.optional(hiddenSize, 768),
  num_hidden_layers: v.optional(layerCount, 12),
  num_attention_heads: v.optional(hiddenSize, 12),
  intermediate_size: v.optional(hiddenSize, 3072),
  hidden_act: v.optional(v.string(), "gelu"),
  layer_norm_eps: v.optional(epsilon, 1e-12),
  patch_size: v.optional(count(1_024), 16),
  qkv_bias: v.optional(flag, true),
  frequency_stride: v.optional(count(1_024), 10),
  time_stride: v.optional(count(1_024), 10),
  max_length: v.optional(count(100_000), 1_024),
  num_mel_bins: v.optional(count(1_024), 128),
  id2label: labelMap,
});
type AstConfig = v.InferOutput<typeof AstSchema>;

const BODY = "audio_spectrogram_transformer";

export const audioSpectrogramTransformer: Architecture = {
  modelTypes: ["audio-spectrogram-transformer"],
  build(b, json) {
    const config = parseJson(AstSchema, json, "config.json");
    const { hidden_size: hidden, layer_norm_eps: epsilon, max_length, num_mel_bins } = config;
    const input = b.input("input_values", "float32", ["batch", max_length, num_mel_bins]);
    let x = embeddings(b, input, config);
    for (let layer = 0; layer < config.num_hidden_layers; layer++) x = encoderLayer(b, x, layer, config);
    x = layerNorm(b, x, `${BODY}.layernorm`, hidden, epsilon);
    // ASTModel.forward: half of the class token, half of the one for distillation.
    const tokens = b.node("Slice", [x, b.ints([0]), b.ints([2]), b.ints([1])]);
    const pooled = b.node("ReduceMean", [tokens], { axes: [1n], keepdims: 0n });
    const labels = labelCount(config.id2label);
    const normed = layerNorm(b, pooled, "classifier.layernorm", hidden, epsilon);
    const logits = dense(b, normed, { name: "classifier.dense", inputs: hidden, outputs: labels, keepWhole: true });
    b.output("logits", logits, ["batch", labels]);
    b.output("embeddings", pooled, ["batch", hidden]);
    return { notes: [] };
  },
};

/** ASTEmbeddings: frequencies run down the patches, time within them; two tokens before all. */
function embeddings(b: GraphBuilder, input: Value, config: AstConfig): Value {
  const { hidden_size: hidden, patch_size: patch, frequency_stride, time_stride } = config;
  const name = `${BODY}.embeddings`;
  const kernel = `${name}.patch_embeddings.projection`;
  const image = b.node("Transpose", [b.node("Unsqueeze", [input, b.ints([1])])], { perm: [0n, 1n, 3n, 2n] });
  const maps = b.node(
    "Conv",
    [
      image,
      b.weight(`${kernel}.weight`, b.tensor(`${kernel}.weight`, [hidden, 1, patch, patch])),
      b.weight(`${kernel}.bias`, b.tensor(`${kernel}.bias`, [hidden]), "f32"),
    ],
    { kernel_shape: [BigInt(patch), BigInt(patch)], strides: [BigInt(frequency_stride), BigInt(time_stride)] },
  );
  const patches = b.node("Transpose", [b.node("Reshape", [maps, b.ints([0, hidden, -1])])], { perm: [0n, 2n, 1n] });
  const batch = b.node("Shape", [input], { start: 0n, end: 1n });
  const size = b.node("Concat", [batch, b.ints([1, hidden])], { axis: 0n });
  const [first, second] = ["cls_token", "distillation_token"].map((token) => {
    const tensor = b.tensor(`${name}.${token}`, [1, 1, hidden]);
    return b.node("Expand", [b.weight(`${name}.${token}`, tensor, "f32"), size]);
  });
  const sequence = b.node("Concat", [first as Value, second as Value, patches], { axis: 1n });
  const positions = b.tensor(`${name}.position_embeddings`, [1, patchCount(config) + 2, hidden]);
  return b.node("Add", [sequence, b.weight(`${name}.position_embeddings`, positions)]);
}

/** ASTEmbeddings.get_shape. @throws EarshotError `model-config-invalid` */
function patchCount({ num_mel_bins, max_length, patch_size, frequency_stride, time_stride }: AstConfig): number {
  const along = (size: number, stride: number) => Math.floor((size - patch_size) / stride) + 1;
  const patches = [along(num_mel_bins, frequency_stride), along(max_length, time_stride)] as const;
  if (Math.min(...patches) > 0) return patches[0] * patches[1];
  throw invalidFile("config.json", `a patch of ${patch_size} does not fit ${num_mel_bins} × ${max_length}`);
}

/** ASTLayer: norms stand before. */
function encoderLayer(b: GraphBuilder, x: Value, layer: number, config: AstConfig): Value {
  const { hidden_size: hidden, layer_norm_eps: epsilon } = config;
  const names = layerNames(b, layer);
  const normed = layerNorm(b, x, names.before, hidden, epsilon);
  const attended = selfAttention(b, normed, {
    name: names.query,
    ...names,
    hidden,
    heads: config.num_attention_heads,
    withoutBias: config.qkv_bias ? [] : ["query", "key", "value"],
  });
  const middle = b.node("Add", [attended, x]);
  const wide = feedForward(b, layerNorm(b, middle, names.after, hidden, epsilon), {
    ...names,
    hidden,
    inner: config.intermediate_size,
    activation: config.hidden_act,
  });
  return b.node("Add", [wide, middle]);
}

function layerNames(b: GraphBuilder, layer: number) {
  const now = `${BODY}.layers.${layer}`;
  if (b.book.has(`${now}.attention.q_proj.weight`)) {
    return {
      query: `${now}.attention.q_proj`,
      key: `${now}.attention.k_proj`,
      value: `${now}.attention.v_proj`,
      out: `${now}.attention.o_proj`,
      first: `${now}.mlp.fc1`,
      second: `${now}.mlp.fc2`,
      before: `${now}.layernorm_before`,
      after: `${now}.layernorm_after`,
    };
  }
  const name = `${BODY}.encoder.layer.${layer}`;
  return {
    query: `${name}.attention.attention.query`,
    key: `${name}.attention.attention.key`,
    value: `${name}.attention.attention.value`,
    out: `${name}.attention.output.dense`,
    first: `${name}.intermediate.dense`,
    second: `${name}.output.dense`,
    before: `${name}.layernorm_before`,
    after: `${name}.layernorm_after`,
  };
}
