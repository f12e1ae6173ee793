/**
 * Whisper's encoder with a head. Source: WhisperForAudioClassification and WhisperEncoder (modeling_whisper.py), transformers 5.23.
 * It takes one length alone, and its mean counts the silence that fills a window up: so it was trained.
 */
import * as v from "valibot";
import { activation } from "../graph/blocks/activation.ts";
import { selfAttention } from "../graph/blocks/attention.ts";
import { feedForward } from "../graph/blocks/feed-forward.ts";
import { layerNorm } from "../graph/blocks/layer-norm.ts";
import type { GraphBuilder, Value } from "../graph/graph-builder.ts";
import { parseJson } from "../parse-json.ts";
import type { Architecture } from "./architecture.ts";
import { count, hiddenSize, layerCount } from "./config-fields.ts";
import { classify } from "./heads.ts";
import { headFields } from "./speech-config.ts";

/** Defaults are those of WhisperConfig. */
const WhisperSchema = v.object({
  ...headFields,
  d_model: v.optional(hiddenSize, 384),
  encoder_layers: v.optional(layerCount, 4),
  encoder_attention_heads: v.optional(hiddenSize, 6),
  encoder_ffn_dim: v.optional(hiddenSize, 1_536),
  activation_function: v.optional(v.string(), "gelu"),
  num_mel_bins: v.optional(count(1_024), 80),
  max_source_positions: v.optional(count(100_000), 1_500),
});
type WhisperConfig = v.InferOutput<typeof WhisperSchema>;

export const whisper: Architecture = {
  modelTypes: ["whisper"],
  build(b, json) {
    const config = parseJson(WhisperSchema, json, "config.json");
    const { d_model: hidden, num_mel_bins: mels, max_source_positions: steps } = config;
    // A file that was saved as a whole model has all but the head below `model.`, and a decoder that nobody asks.
    const prefix = b.book.has("model.encoder.conv1.weight") ? "model.encoder" : "encoder";
    b.book.ignore((name) => /^((model\.)?decoder|proj_out)\./.test(name));
    const input = b.input("input_features", "float32", ["batch", mels, 2 * steps]);
    const states = [stem(b, input, prefix, config)];
    for (let layer = 0; layer < config.encoder_layers; layer++) {
      states.push(encoderLayer(b, states[layer] as Value, `${prefix}.layers.${layer}`, config));
    }
    const last = layerNorm(b, states.pop() as Value, `${prefix}.layer_norm`, hidden);
    // The last state that is recorded is the one that leaves the encoder (capture_outputs).
    return classify(b, { last, all: [...states, last], hidden }, config);
  },
};

/** Two convolutions, the second halves the frames; GELU in every configuration. */
function stem(b: GraphBuilder, input: Value, prefix: string, config: WhisperConfig): Value {
  const { d_model: hidden, num_mel_bins: mels, max_source_positions: steps } = config;
  const conv = (x: Value, name: string, inputs: number, stride: bigint) =>
    b.node(
      "Conv",
      [
        x,
        b.weight(`${name}.weight`, b.tensor(`${name}.weight`, [hidden, inputs, 3])),
        b.weight(`${name}.bias`, b.tensor(`${name}.bias`, [hidden]), "f32"),
      ],
      { kernel_shape: [3n], strides: [stride], pads: [1n, 1n] },
    );
  const first = activation(b, conv(input, `${prefix}.conv1`, mels, 1n), "gelu");
  const second = activation(b, conv(first, `${prefix}.conv2`, hidden, 2n), "gelu");
  const name = `${prefix}.embed_positions.weight`;
  const positions = b.weight(name, b.tensor(name, [steps, hidden]));
  return b.node("Add", [b.node("Transpose", [second], { perm: [0n, 2n, 1n] }), positions]);
}

/** WhisperEncoderLayer: norms stand before; keys have no bias. */
function encoderLayer(b: GraphBuilder, x: Value, name: string, config: WhisperConfig): Value {
  const { d_model: hidden } = config;
  const attended = selfAttention(b, layerNorm(b, x, `${name}.self_attn_layer_norm`, hidden), {
    name: `${name}.self_attn`,
    query: `${name}.self_attn.q_proj`,
    key: `${name}.self_attn.k_proj`,
    value: `${name}.self_attn.v_proj`,
    out: `${name}.self_attn.out_proj`,
    hidden,
    heads: config.encoder_attention_heads,
    withoutBias: ["key"],
    // Steps of silence are alike, and the mean counts them all: what is rounded here does not average out.
    fineOut: true,
  });
  const middle = b.node("Add", [attended, x]);
  const wide = feedForward(b, layerNorm(b, middle, `${name}.final_layer_norm`, hidden), {
    first: `${name}.fc1`,
    second: `${name}.fc2`,
    hidden,
    inner: config.encoder_ffn_dim,
    activation: config.activation_function,
  });
  return b.node("Add", [wide, middle]);
}
