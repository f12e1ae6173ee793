/**
 * A checkpoint of noise that fits a configuration, as safetensors: which tensors it needs, and of which shape, is asked of the
 * graph builder itself. For tests of the way a checkpoint goes; numbers are tested against Python's (`inference/`).
 */
import { buildGraph } from "../../models/architectures/architectures.ts";
import { elementsOf, type TensorPlace } from "../../models/checkpoint/checkpoint.ts";

/** A wav2vec2 of 200,000 weights: 0.8 MB. */
export const NOISE_CONFIG = {
  model_type: "wav2vec2",
  architectures: ["Wav2Vec2ForSequenceClassification"],
  id2label: { 0: "yes", 1: "no" },
  hidden_size: 96,
  num_hidden_layers: 2,
  num_attention_heads: 4,
  intermediate_size: 160,
  conv_dim: [32, 32],
  conv_kernel: [10, 3],
  conv_stride: [5, 2],
  num_feat_extract_layers: 2,
  num_conv_pos_embeddings: 16,
  num_conv_pos_embedding_groups: 4,
  classifier_proj_size: 32,
};

/** Name → dims. */
export function tensorsFor(config: object): Map<string, readonly number[]> {
  const dims = new Map<string, readonly number[]>();
  for (let round = 0; round < 20; round++) {
    const tensors = new Map(
      [...dims].map(([name, size]): [string, TensorPlace] => [
        name,
        { name, type: "F32", dims: size, file: "", offset: 0, bytes: 0, strides: null },
      ]),
    );
    const { missing, misfits } = buildGraph(config, { tensors }, "fp32").plan.fit;
    if (missing.length + misfits.length === 0) return dims;
    for (const name of missing) dims.set(name, [0]);
    for (const { name, wants } of misfits) dims.set(name, wants);
  }
  throw new Error("nothing fits this configuration");
}

/** @param only of these names, as a shard has them */
export function noiseSafetensors(
  config: object,
  only: (name: string) => boolean = () => true,
  spoil: (name: string, values: Float32Array) => void = () => {},
): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = { __metadata__: { format: "pt" } };
  const values: Float32Array[] = [];
  let at = 0;
  for (const [name, shape] of [...tensorsFor(config)].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!only(name)) continue;
    const noise = noiseOf(name, elementsOf(shape));
    spoil(name, noise);
    values.push(noise);
    header[name] = { dtype: "F32", shape, data_offsets: [at, at + noise.byteLength] };
    at += noise.byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const file = new Uint8Array(8 + json.byteLength + at);
  new DataView(file.buffer).setBigUint64(0, BigInt(json.byteLength), true);
  file.set(json, 8);
  let next = 8 + json.byteLength;
  for (const noise of values) {
    file.set(new Uint8Array(noise.buffer), next);
    next += noise.byteLength;
  }
  return file;
}

function noiseOf(name: string, count: number): Float32Array {
  let state = [...name].reduce((sum, letter) => (Math.imul(sum, 31) + letter.charCodeAt(0)) >>> 0, 7);
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 2 ** 32 - 0.5) / 4;
  });
}
