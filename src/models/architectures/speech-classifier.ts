/**
 * What the models of the wav2vec2 family do alike: waveform → frames → projection → positions → layers → head. Their files
 * say what each does otherwise. Source: Wav2Vec2Model, Wav2Vec2Encoder and Wav2Vec2EncoderStableLayerNorm (modeling_wav2vec2.py),
 * transformers 5.23.
 */
import { attentionAdapter, convAdapter } from "../graph/blocks/adapters.ts";
import { type Attention, selfAttention } from "../graph/blocks/attention.ts";
import { convFeatures } from "../graph/blocks/conv-features.ts";
import { dense } from "../graph/blocks/dense.ts";
import { turned } from "../graph/blocks/frame-conv.ts";
import { layerNorm } from "../graph/blocks/layer-norm.ts";
import { positionalConv } from "../graph/blocks/positional-conv.ts";
import { transformerLayer } from "../graph/blocks/transformer-layer.ts";
import type { GraphBuilder, Value } from "../graph/graph-builder.ts";
import type { EncoderStates } from "./heads.ts";
import { type Adapter, checkFront, checkGroups, type Encoder, type Front } from "./speech-config.ts";

/** Of the tensors of everything but the head: `base.`, or nothing where the file was saved without it. */
export function prefixOf(b: GraphBuilder, base: string): string {
  return b.book.names().some((name) => name.startsWith(`${base}.`)) ? `${base}.` : "";
}

/** Of pre-training and of transcription, at the top of a file; a vector that stands for masked frames in training. */
const LEFT_OVER =
  /^(quantizer|project_q|project_hid|lm_head|final_proj|label_embs_concat|label_embeddings_concat|speaker_proj|ctc_proj)(\.|$)/;

/** The library passes over them as well. */
export function ignoreTraining(b: GraphBuilder, prefix: string): void {
  b.book.ignore((name) => name === `${prefix}masked_spec_embed` || LEFT_OVER.test(name));
}

/** @param x [batch, samples] @returns [batch, frames, last of conv_dim] @throws EarshotError `model-config-invalid` */
export function frames(b: GraphBuilder, x: Value, prefix: string, config: Front): Value {
  checkFront(config);
  return convFeatures(b, x, {
    name: `${prefix}feature_extractor.conv_layers`,
    dims: config.conv_dim,
    kernels: config.conv_kernel,
    strides: config.conv_stride,
    bias: config.conv_bias,
    norm: config.feat_extract_norm,
    activation: config.feat_extract_activation,
  });
}

/** Wav2Vec2FeatureProjection. @param normed HuBERT may do without the norm */
export function projection(b: GraphBuilder, x: Value, prefix: string, config: Front & Encoder, normed = true): Value {
  const name = `${prefix}feature_projection`;
  const inputs = config.conv_dim.at(-1) ?? 0;
  const input = normed ? layerNorm(b, x, `${name}.layer_norm`, inputs, config.layer_norm_eps) : x;
  return dense(b, input, { name: `${name}.projection`, inputs, outputs: config.hidden_size });
}

export interface EncoderVariant {
  /** Absent: a convolution with weight norm. @returns frames */
  readonly positions?: (x: Value) => Value;
  /** Absent: without additions. */
  readonly attend?: (x: Value, layer: Attention) => Value;
}

/** @param x [batch, frames, hidden] @throws EarshotError `model-config-invalid` */
export function encoder(
  b: GraphBuilder,
  x: Value,
  prefix: string,
  config: Front & Encoder,
  { positions = (value) => convPositions(b, value, prefix, config), attend }: EncoderVariant = {},
): EncoderStates {
  const { hidden_size: hidden, layer_norm_eps: epsilon, do_stable_layer_norm: normFirst } = config;
  const norm = (value: Value) => layerNorm(b, value, `${prefix}encoder.layer_norm`, hidden, epsilon);
  const placed = b.node("Add", [x, positions(x)]);
  const all = layers(b, normFirst ? placed : norm(placed), prefix, config, attend);
  const out = all.at(-1) as Value;
  // With norms before, the last norm is not part of what is recorded (`tie_last_hidden_states=False`).
  return { last: normFirst ? norm(out) : out, all, hidden };
}

/** @returns what goes into the first layer, and what comes out of each */
export function layers(
  b: GraphBuilder,
  x: Value,
  prefix: string,
  config: Encoder,
  attend: EncoderVariant["attend"] = (value, layer) => selfAttention(b, value, layer),
): Value[] {
  const { hidden_size: hidden, do_stable_layer_norm: normFirst, adapter_attn_dim: adapter } = config;
  const states = [x];
  for (let layer = 0; layer < config.num_hidden_layers; layer++) {
    const name = `${prefix}encoder.layers.${layer}`;
    const made = transformerLayer(b, states[layer] as Value, {
      name,
      hidden,
      inner: config.intermediate_size,
      activation: config.hidden_act,
      epsilon: config.layer_norm_eps,
      normFirst,
      attend: (value) => attend(value, attentionOf(`${name}.attention`, config)),
    });
    // Only the layers with norms before have one (Wav2Vec2EncoderLayerStableLayerNorm).
    const adapts = adapter !== null && normFirst;
    states.push(adapts ? attentionAdapter(b, made, `${name}.adapter_layer`, hidden, adapter) : made);
  }
  return states;
}

function attentionOf(name: string, { hidden_size, num_attention_heads }: Encoder): Attention {
  const [query, key, value, out] = ["q_proj", "k_proj", "v_proj", "out_proj"].map((part) => `${name}.${part}`);
  const names = { query: query ?? "", key: key ?? "", value: value ?? "", out: out ?? "" };
  return { name, ...names, hidden: hidden_size, heads: num_attention_heads };
}

/** @throws EarshotError `model-config-invalid` */
export function convPositions(
  b: GraphBuilder,
  x: Value,
  prefix: string,
  config: Front & Encoder,
  batchNorm = false,
): Value {
  const { hidden_size: hidden, num_conv_pos_embedding_groups: groups } = config;
  checkGroups(hidden, groups);
  const channels = positionalConv(b, turned(b, x), {
    name: `${prefix}encoder.pos_conv_embed`,
    hidden,
    kernel: config.num_conv_pos_embeddings,
    groups,
    activation: config.feat_extract_activation,
    batchNorm,
  });
  return turned(b, channels);
}

/** Wav2Vec2Adapter behind the encoder, where the configuration adds one. */
export function adapted(b: GraphBuilder, states: EncoderStates, prefix: string, config: Adapter): EncoderStates {
  if (!config.add_adapter) return states;
  const outputs = config.output_hidden_size || states.hidden;
  const last = convAdapter(b, states.last, {
    name: `${prefix}adapter`,
    hidden: states.hidden,
    outputs,
    kernel: config.adapter_kernel_size,
    stride: config.adapter_stride,
    layers: config.num_adapter_layers,
  });
  return { ...states, last, hidden: outputs };
}
