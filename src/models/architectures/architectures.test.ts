/** What is read of configurations and tensors that come from anybody. Numbers are tested in `inference/built-graphs.test.ts`. */
import { describe, expect, it } from "vitest";
import type { Checkpoint, TensorPlace } from "../checkpoint/checkpoint.ts";
import { buildGraph } from "./architectures.ts";
import { readFolder } from "./testing/build-folder.ts";

const { config, checkpoint } = await readFolder("e2e/checkpoints/wav2vec2-group-stable-sum");
const base = config as Record<string, unknown>;
const FITS = { missing: [], misfits: [], unknown: [] };

/** Tensors renamed; null takes one away. */
function changed(change: (name: string) => string | null): Checkpoint {
  const tensors = new Map<string, TensorPlace>();
  for (const [name, place] of checkpoint.tensors) {
    const other = change(name);
    if (other !== null) tensors.set(other, { ...place, name: other });
  }
  return { tensors };
}

/** With tensors of these dims besides. */
function besides(names: Readonly<Record<string, readonly number[]>>, from = checkpoint): Checkpoint {
  const added = Object.entries(names).map(([name, dims]): [string, TensorPlace] => [
    name,
    { name, dims, type: "F32", file: "model.safetensors", offset: 0, bytes: 0, strides: null },
  ]);
  return { tensors: new Map([...from.tensors, ...added]) };
}

const built = (json: object = {}, tensors = checkpoint) => buildGraph({ ...base, ...json }, tensors, "fp32");
const withoutHead = changed((name) => (/^(projector|classifier)\./.test(name) ? null : name));

describe("tensors", () => {
  it("that fit", () => {
    expect(built()).toMatchObject({ plan: { fit: FITS }, notes: [] });
  });

  it("may be named without the encoder's prefix", () => {
    expect(
      built(
        {},
        changed((name) => name.replace(/^wav2vec2\./, "")),
      ).plan.fit,
    ).toEqual(FITS);
  });

  it("of training are passed over", () => {
    const left = besides({
      "wav2vec2.masked_spec_embed": [15],
      "quantizer.codevectors": [1, 640, 128],
      "lm_head.weight": [32, 15],
    });
    expect(built({}, left).plan.fit).toEqual(FITS);
  });

  it("that nobody asks for are told", () => {
    expect(built({}, besides({ "tdnn.0.kernel.weight": [4, 4] })).plan.fit.unknown).toEqual(["tdnn.0.kernel.weight"]);
  });

  it("that lack are told, all of them, and no head is made up", () => {
    const { fit } = built({}, withoutHead).plan;
    expect(fit.missing).toEqual(["projector.weight", "projector.bias", "classifier.weight", "classifier.bias"]);
  });

  it("of a layer that the configuration leaves out are told", () => {
    expect(built({ num_hidden_layers: 1 }).plan.fit.unknown).toContain("wav2vec2.encoder.layers.1.layer_norm.weight");
  });

  it("must be as many as there are labels", () => {
    const { misfits } = built({ id2label: { 0: "a", 1: "b" } }).plan.fit;
    expect(misfits).toEqual([
      { name: "classifier.weight", has: [3, 10], wants: [2, 10] },
      { name: "classifier.bias", has: [3], wants: [2] },
    ]);
  });

  it.each([
    ["output", "dense-linear", 0],
    ["out_proj", "dense-tanh", 1],
  ])("dense and %s are a head with the note %s", (second, note, tanhs) => {
    const head = { "classifier.dense.weight": [12, 15], "classifier.dense.bias": [12] };
    const last = { [`classifier.${second}.weight`]: [3, 12], [`classifier.${second}.bias`]: [3] };
    const { plan, notes } = built({}, besides({ ...head, ...last }, withoutHead));
    expect({ fit: plan.fit, notes }).toEqual({ fit: FITS, notes: [note] });
    expect(plan.nodes.filter(({ op }) => op === "Tanh")).toHaveLength(tanhs);
  });

  it("of a head with a norm between, whose activation is not known, are told", () => {
    const names = {
      "classifier.dense.weight": [15, 15],
      "classifier.dense.bias": [15],
      "classifier.out_proj.weight": [3, 15],
      "classifier.out_proj.bias": [3],
    };
    const norm = { "classifier.layer_norm.weight": [15], "classifier.layer_norm.bias": [15] };
    const { fit } = built({}, besides({ ...names, ...norm }, withoutHead)).plan;
    expect(fit.unknown).toEqual(Object.keys(norm));
  });
});

describe("configurations", () => {
  it.each([
    { hidden_size: 2 ** 40 },
    { hidden_size: -1 },
    { hidden_size: 1.5 },
    { hidden_size: "768" },
    { num_hidden_layers: 1_000_000 },
    { num_attention_heads: 4 },
    { num_attention_heads: 0 },
    { num_conv_pos_embedding_groups: 4 },
    { num_conv_pos_embeddings: 0 },
    { conv_dim: [] },
    { conv_dim: new Array(100_000).fill(8) },
    { conv_kernel: [9, 4] },
    { conv_stride: [0, 3, 4] },
    { conv_kernel: [1_000, 4, 3] },
    { feat_extract_norm: "batch" },
    { intermediate_size: Number.MAX_SAFE_INTEGER },
    { layer_norm_eps: -1 },
    { do_stable_layer_norm: "yes" },
    { model_type: 3 },
  ])("%j is refused", (change) => {
    expect(() => built(change)).toThrow(expect.objectContaining({ code: "model-config-invalid" }));
  });

  it.each([
    { hidden_act: "xielu" },
    { hidden_act: "__proto__" },
    { model_type: "bert" },
    { model_type: "constructor" },
  ])("%j is not known", (change) => {
    expect(() => built(change)).toThrow(expect.objectContaining({ code: "model-unsupported" }));
  });

  it("of other models are as strict", () => {
    const of = (change: object) => () =>
      built(
        change,
        changed((name) => name.replace(/^wav2vec2\./, "")),
      );
    const refused = expect.objectContaining({ code: "model-config-invalid" });
    expect(of({ model_type: "wavlm", num_buckets: 2 })).toThrow(refused);
    expect(of({ model_type: "wavlm", num_buckets: 320, max_bucket_distance: 80 })).toThrow(refused);
    expect(of({ model_type: "wavlm", max_bucket_distance: 1e9 })).toThrow(refused);
    expect(of({ model_type: "sew", squeeze_factor: 0 })).toThrow(refused);
    expect(of({ model_type: "data2vec-audio", num_conv_pos_embeddings: 1e6 })).toThrow(refused);
  });
});
