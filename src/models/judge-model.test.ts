import { describe, expect, it } from "vitest";
import { judgeModel } from "./judge-model.ts";
import type { MachineFacts } from "./preflight.ts";
import type { HubModel, ModelEvidence, SideFile } from "./repo-files.ts";
import { WAVEFORM_TAGGER } from "./testing/waveform-tagger.ts";

const MACHINE: MachineFacts = { freeBytes: 1e12, memoryGB: 8, webgpu: true };
const ABSENT: SideFile = { state: "absent" };
const parsed = (json: unknown): SideFile => ({ state: "parsed", json });
const file = (path: string, bytes = 1000) => ({ path, bytes, sha256: null });

const HUB: HubModel = {
  name: "owner/name",
  revision: "main",
  commit: "c".repeat(40),
  gated: false,
  disabled: false,
  pipelineTag: "audio-classification",
  libraryName: "transformers",
  licence: "apache-2.0",
  files: [file("config.json"), file("preprocessor_config.json"), file("onnx/model.onnx", 379e6)],
};
const CONFIG = {
  model_type: "wav2vec2",
  architectures: ["Wav2Vec2ForSequenceClassification"],
  id2label: { 0: "angry", 1: "calm" },
};
const WAV2VEC2 = { feature_extractor_type: "Wav2Vec2FeatureExtractor", sampling_rate: 16_000 };
const GOOD: ModelEvidence = { hub: HUB, config: parsed(CONFIG), preprocessor: parsed(WAV2VEC2), tagger: ABSENT };

const hub = (change: Partial<HubModel>): ModelEvidence => ({ ...GOOD, hub: { ...HUB, ...change } });
const config = (change: object): ModelEvidence => ({ ...GOOD, config: parsed({ ...CONFIG, ...change }) });
const preprocessor = (json: unknown): ModelEvidence => ({ ...GOOD, preprocessor: parsed(json) });
const files = (...paths: string[]) => hub({ files: paths.map((path) => file(path)) });
const refusal = (evidence: ModelEvidence) => judgeModel(evidence, MACHINE).refusal;

const TAGGER = { ...WAVEFORM_TAGGER, architecture: "EfficientAT mn10", labels: ["Speech", "Music"] };

describe("judgeModel says of a model that can run", () => {
  it("all that is known of it", () => {
    expect(judgeModel(GOOD, MACHINE)).toEqual({
      id: "owner/name",
      name: "owner/name",
      revision: "main",
      commit: "c".repeat(40),
      architecture: "wav2vec2",
      numLabels: 2,
      someLabels: ["angry", "calm"],
      sampleRateHz: 16_000,
      windowS: 5,
      windowIsFixed: false,
      activation: "softmax",
      licence: "apache-2.0",
      sideFiles: ["config.json", "preprocessor_config.json"],
      tagger: null,
      offers: [{ precision: "fp32", files: [file("onnx/model.onnx", 379e6)], totalBytes: 379e6 }],
      tooLarge: [],
      refusal: null,
      cautions: [],
    });
  });

  it.each([
    ["wav2vec2", "Wav2Vec2ForSequenceClassification", "Wav2Vec2FeatureExtractor", 5, false],
    ["wav2vec2-bert", "Wav2Vec2BertForSequenceClassification", "SeamlessM4TFeatureExtractor", 5, false],
    ["unispeech", "UniSpeechForSequenceClassification", "Wav2Vec2FeatureExtractor", 5, false],
    ["unispeech-sat", "UniSpeechSatForSequenceClassification", "Wav2Vec2FeatureExtractor", 5, false],
    ["wavlm", "WavLMForSequenceClassification", "Wav2Vec2FeatureExtractor", 5, false],
    ["hubert", "HubertForSequenceClassification", "Wav2Vec2FeatureExtractor", 5, false],
    ["audio-spectrogram-transformer", "ASTForAudioClassification", "ASTFeatureExtractor", 10.255, true],
    ["whisper", "WhisperForAudioClassification", "WhisperFeatureExtractor", 30, true],
    ["data2vec-audio", "Data2VecAudioForSequenceClassification", "Wav2Vec2FeatureExtractor", 5, false],
    ["sew-d", "SEWDForSequenceClassification", "Wav2Vec2FeatureExtractor", 5, false],
    ["somebody-s-own", "MyForAudioClassification", "Wav2Vec2FeatureExtractor", 5, false],
  ])("%s: its window", (model_type, architecture, feature_extractor_type, windowS, windowIsFixed) => {
    const evidence = {
      ...config({ model_type, architectures: [architecture] }),
      preprocessor: parsed({ feature_extractor_type }),
    };
    expect(judgeModel(evidence, MACHINE)).toMatchObject({ refusal: null, windowS, windowIsFixed });
  });

  it("its revision in its id, and the first labels of ten thousand, markup as text", () => {
    const id2label = Object.fromEntries(Array.from({ length: 10_000 }, (_, id) => [id, `<i>${id}</i>`]));
    const { hub } = GOOD;
    const preflight = judgeModel({ ...config({ id2label }), hub: { ...hub, revision: "refs/pr/5" } }, MACHINE);
    expect(preflight).toMatchObject({ id: "owner/name@refs/pr/5", numLabels: 10_000, refusal: null });
    expect(preflight.someLabels).toHaveLength(8);
    expect(preflight.someLabels[7]).toBe("<i>7</i>");
  });

  it("a tagger by its own description, with one offer of the graph that it names", () => {
    const paths = ["earshot.json", "mn10.onnx", "mn10.onnx.data", "other.onnx"];
    const preflight = judgeModel(
      { ...files(...paths), config: ABSENT, preprocessor: ABSENT, tagger: parsed(TAGGER) },
      MACHINE,
    );
    expect(preflight).toMatchObject({ architecture: "EfficientAT mn10", numLabels: 2, sideFiles: [], refusal: null });
    expect(preflight.tagger).toEqual(TAGGER);
    expect(preflight.offers.map(({ files }) => files.map(({ path }) => path))).toEqual([
      ["mn10.onnx", "mn10.onnx.data"],
    ]);
  });

  it("that a waveform model without a preprocessor is taken as its kin are, and that this was assumed", () => {
    const preflight = judgeModel({ ...GOOD, preprocessor: ABSENT }, MACHINE);
    expect(preflight).toMatchObject({ refusal: null, sampleRateHz: 16_000, sideFiles: ["config.json"] });
    expect(preflight.cautions).toEqual([{ kind: "assumed-preprocessor", extractor: "Wav2Vec2FeatureExtractor" }]);
  });
});

describe("judgeModel warns", () => {
  const cautions = (evidence: ModelEvidence, change: Partial<MachineFacts> = {}) =>
    judgeModel(evidence, { ...MACHINE, ...change }).cautions;
  const large = hub({ files: [file("onnx/model_quantized.onnx", 640e6)] });

  it.each([
    [
      "of a licence for research",
      hub({ licence: "cc-by-nc-sa-4.0" }),
      {},
      { kind: "non-commercial", licence: "cc-by-nc-sa-4.0" },
    ],
    ["of a large model without WebGPU", large, { webgpu: false }, { kind: "slow-without-gpu", bytes: 640e6 }],
    ["of a full disk", GOOD, { freeBytes: 1e6 }, { kind: "may-not-fit-storage", bytes: 379e6, freeBytes: 1e6 }],
    [
      "of another tag",
      hub({ pipelineTag: "audio-to-audio" }),
      {},
      { kind: "not-tagged", pipelineTag: "audio-to-audio" },
    ],
    ["of no tag", hub({ pipelineTag: null }), {}, { kind: "not-tagged", pipelineTag: null }],
    [
      "of a long window",
      preprocessor({ feature_extractor_type: "WhisperFeatureExtractor" }),
      {},
      { kind: "long-window", windowS: 30 },
    ],
  ])("%s", (_, evidence, machine, caution) => {
    expect(cautions(evidence, machine)).toEqual([caution]);
  });

  it("not of what is not so", () => {
    expect(cautions(GOOD, { freeBytes: null, webgpu: false })).toEqual([]);
    expect(cautions(hub({ licence: "mit" }))).toEqual([]);
    expect(cautions(hub({ licence: "etalab-2.0-concert" }))).toEqual([]);
    expect(cautions(hub({ licence: null }))).toEqual([]);
  });
});

describe("judgeModel refuses", () => {
  const id = "owner/name";
  const gated = { code: "model-gated", details: { id, reason: "terms" } } as const;

  it.each<[string, ModelEvidence, { code: string; details: object }]>([
    [
      "a language model",
      {
        ...hub({ pipelineTag: "text-generation" }),
        config: parsed({ model_type: "llama", architectures: ["LlamaForCausalLM"] }),
        preprocessor: ABSENT,
      },
      { code: "model-wrong-task", details: { id, task: "text-generation", architecture: "LlamaForCausalLM" } },
    ],
    [
      "a classifier of text",
      {
        ...hub({ pipelineTag: "text-classification" }),
        config: parsed({ ...CONFIG, model_type: "bert", architectures: ["BertForSequenceClassification"] }),
        preprocessor: ABSENT,
      },
      {
        code: "model-wrong-task",
        details: { id, task: "text-classification", architecture: "BertForSequenceClassification" },
      },
    ],
    [
      "a classifier of images",
      {
        ...hub({ pipelineTag: "image-classification" }),
        ...{
          config: parsed({ ...CONFIG, architectures: ["ViTForImageClassification"] }),
          preprocessor: parsed({ feature_extractor_type: "ViTFeatureExtractor" }),
        },
      },
      {
        code: "model-wrong-task",
        details: { id, task: "image-classification", architecture: "ViTForImageClassification" },
      },
    ],
    [
      "one that writes down speech, though tagged otherwise",
      config({ architectures: ["Wav2Vec2ForCTC"] }),
      { code: "model-wrong-task", details: { id, task: "audio-classification", architecture: "Wav2Vec2ForCTC" } },
    ],
    [
      "another task without a configuration",
      { ...hub({ pipelineTag: "text-to-image" }), config: ABSENT },
      { code: "model-wrong-task", details: { id, task: "text-to-image" } },
    ],
    [
      "safetensors alone",
      files("config.json", "model.safetensors", "pytorch_model.bin"),
      { code: "model-no-onnx", details: { id, has: "safetensors" } },
    ],
    [
      "PyTorch alone",
      files("config.json", "pytorch_model.bin", "training_args.bin"),
      { code: "model-no-onnx", details: { id, has: "pytorch" } },
    ],
    [
      "TensorFlow alone",
      files("config.json", "tf_model.h5"),
      { code: "model-no-onnx", details: { id, has: "tensorflow" } },
    ],
    [
      "an optimised graph alone",
      files("config.json", "onnx/model_optimized.onnx"),
      { code: "model-no-onnx", details: { id, has: "other-onnx" } },
    ],
    [
      "nothing but its settings",
      files("config.json", "training_args.bin"),
      { code: "model-no-onnx", details: { id, has: "nothing" } },
    ],
    ["GGUF", { ...files("model.gguf"), config: ABSENT }, { code: "model-no-onnx", details: { id, has: "gguf" } }],
    [
      "SpeechBrain",
      { ...hub({ libraryName: "speechbrain" }), config: parsed({}) },
      { code: "model-unsupported", details: { id, reason: "speechbrain" } },
    ],
    [
      "SpeechBrain, untagged",
      { ...files("hyperparams.yaml", "embedding_model.ckpt"), config: ABSENT },
      { code: "model-unsupported", details: { id, reason: "speechbrain" } },
    ],
    [
      "no configuration",
      { ...GOOD, config: ABSENT },
      { code: "model-config-invalid", details: { id, file: "config.json" } },
    ],
    [
      "no labels",
      config({ id2label: undefined }),
      { code: "model-config-invalid", details: { id, file: "config.json" } },
    ],
    [
      "labels with a hole",
      config({ id2label: { 0: "a", 2: "b" } }),
      { code: "model-config-invalid", details: { id, reason: "id2label has no entry 1" } },
    ],
    [
      "a configuration that is a list",
      { ...GOOD, config: parsed([1]) },
      { code: "model-config-invalid", details: { id, file: "config.json" } },
    ],
    [
      "an impossible rate",
      preprocessor({ ...WAV2VEC2, sampling_rate: 0 }),
      { code: "model-config-invalid", details: { id, file: "preprocessor_config.json" } },
    ],
    [
      "a log-mel model without its preprocessor",
      {
        ...config({ model_type: "audio-spectrogram-transformer", architectures: ["ASTForAudioClassification"] }),
        preprocessor: ABSENT,
      },
      { code: "model-config-invalid", details: { id, file: "preprocessor_config.json" } },
    ],
    [
      "features that nobody here makes",
      preprocessor({ feature_extractor_type: "ClapFeatureExtractor" }),
      { code: "model-unsupported", details: { id, extractor: "ClapFeatureExtractor" } },
    ],
    [
      "features made by its author's code",
      preprocessor({ feature_extractor_type: "MAESTFeatureExtractor", auto_map: { AutoFeatureExtractor: "x.py" } }),
      { code: "model-unsupported", details: { id, extractor: "MAESTFeatureExtractor", reason: "custom-code" } },
    ],
    ["a gated configuration", { ...GOOD, config: { state: "refused", refusal: gated } }, gated],
    ["a gated preprocessor", { ...GOOD, preprocessor: { state: "refused", refusal: gated } }, gated],
    ["a gated description", { ...GOOD, tagger: { state: "refused", refusal: gated } }, gated],
    ["a model switched off", hub({ disabled: true }), { code: "model-not-found", details: { id, reason: "disabled" } }],
    [
      "5 GB",
      hub({ files: [file("onnx/model.onnx", 5e9), file("onnx/model_fp16.onnx", 2.5e9)] }),
      { code: "model-too-large", details: { id, bytes: 2.5e9 } },
    ],
    [
      "a tagger that is wrong",
      { ...GOOD, tagger: parsed({ ...TAGGER, sampleRateHz: 1e9 }) },
      { code: "model-config-invalid", details: { id, file: "earshot.json" } },
    ],
    [
      "a tagger whose graph is not there",
      { ...GOOD, tagger: parsed(TAGGER) },
      { code: "model-no-onnx", details: { id } },
    ],
  ])("%s", (_, evidence, { code, details }) => {
    expect(refusal(evidence)).toEqual({ code, details: expect.objectContaining(details) });
    expect(judgeModel(evidence, MACHINE).cautions).toEqual([]);
  });

  it("but still says what it knows, where only the weights are missing", () => {
    expect(judgeModel(files("config.json", "model.safetensors"), MACHINE)).toMatchObject({
      architecture: "wav2vec2",
      numLabels: 2,
      offers: [],
    });
  });

  it.each([
    null,
    1,
    "x",
    [],
    {},
    { model_type: 1 },
    { architectures: 1 },
    { architectures: [1] },
    JSON.parse('{"__proto__":{"model_type":"wav2vec2"}}'),
  ])("the configuration %j with a code, never with an exception", (json) => {
    for (const evidence of [
      { ...GOOD, config: parsed(json) },
      { ...GOOD, preprocessor: parsed(json), tagger: ABSENT },
      { ...GOOD, tagger: parsed(json) },
    ]) {
      const answer = judgeModel(evidence, MACHINE);
      expect(answer.refusal === null ? answer.numLabels : answer.refusal.code).toBeTruthy();
    }
  });
});
