/** What stands against a model, said before a byte of its weights is fetched. */
import { describe, expect, it } from "vitest";
import { judgeModel } from "./judge-model.ts";
import type { ModelEvidence } from "./repo-files.ts";
import {
  ABSENT,
  CONFIG,
  config,
  file,
  files,
  GOOD,
  hub,
  MACHINE,
  parsed,
  preprocessor,
  refusal,
  TAGGER,
  WAV2VEC2,
} from "./testing/model-evidence.ts";

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
