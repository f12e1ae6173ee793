import { describe, expect, it } from "vitest";
import { judgeModel } from "./judge-model.ts";
import type { MachineFacts } from "./preflight.ts";
import type { ModelEvidence } from "./repo-files.ts";
import {
  ABSENT,
  config,
  file,
  files,
  GOOD,
  hub,
  MACHINE,
  parsed,
  preprocessor,
  TAGGER,
} from "./testing/model-evidence.ts";

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
      offers: [{ precision: "fp32", files: [file("onnx/model.onnx", 379e6)], totalBytes: 379e6, making: null }],
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
