import { describe, expect, it } from "vitest";
import { type ModelFiles, PLAIN } from "./model-files.ts";
import { readModelInfo } from "./read-config.ts";
import { WAVEFORM_TAGGER } from "./testing/waveform-tagger.ts";

const AST = { feature_extractor_type: "ASTFeatureExtractor", sampling_rate: 16_000, max_length: 198 };
const WAV2VEC2 = { feature_extractor_type: "Wav2Vec2FeatureExtractor", sampling_rate: 16_000 };

function files(config: unknown, preprocessor: unknown = WAV2VEC2): ModelFiles {
  return { id: "a/b", source: "hub", config, preprocessor, ...PLAIN, weights: new Blob(["x"]), golden: null };
}

const config = (change: object = {}) => ({ model_type: "wav2vec2", id2label: { 0: "no", 1: "yes" }, ...change });

describe("readModelInfo", () => {
  it("reads labels in the order of their ids, not of the file", () => {
    expect(readModelInfo(files(config({ id2label: { 1: "yes", 0: "no" } }))).labels).toEqual(["no", "yes"]);
  });

  it("gives AST the window that fills its frames: 400 + 160 (n - 1) samples", () => {
    const info = readModelInfo(files(config({ model_type: "audio-spectrogram-transformer" }), AST));
    expect(info.windowSamples).toBe(31_920);
    expect(info.windowIsFixed).toBe(true);
  });

  it("gives command words two seconds, and says that the window is free", () => {
    const info = readModelInfo(files(config()));
    expect(info.windowSamples).toBe(32_000);
    expect(info.windowIsFixed).toBe(false);
  });

  it("gives five seconds to what is heard in longer clips than words", () => {
    const info = readModelInfo(files(config({ id2label: { 0: "angry", 1: "calm", 2: "no" } })));
    expect([info.windowSamples, info.windowIsFixed]).toEqual([80_000, false]);
  });

  it("gives Whisper the 30 s of its chunk", () => {
    const info = readModelInfo(files(config(), { feature_extractor_type: "WhisperFeatureExtractor" }));
    expect([info.windowSamples, info.windowIsFixed]).toEqual([480_000, true]);
  });

  it("counts the bytes of graph and external data, and hands the precision on", () => {
    const externalData = [{ path: "model.onnx_data", data: new Blob(["12345"]) }];
    const info = readModelInfo({ ...files(config()), externalData, precision: "q4" });
    expect([info.sizeBytes, info.precision, info.output]).toEqual([6, "q4", { name: "logits", is: "logits" }]);
  });

  it("knows the extractor of an architecture whose preprocessor does not name it, or is not there", () => {
    expect(readModelInfo(files(config(), { sampling_rate: 8_000 })).sampleRateHz).toBe(8_000);
    expect(readModelInfo(files(config({ model_type: "wavlm" }), null)).sampleRateHz).toBe(16_000);
    const named = readModelInfo(files(config({ model_type: "audio-spectrogram-transformer" }), { max_length: 198 }));
    expect(named.windowSamples).toBe(31_920);
  });

  it("assumes nothing of a log-mel that nothing is said of", () => {
    expect(() => readModelInfo(files(config({ model_type: "audio-spectrogram-transformer" }), null))).toThrow(
      expect.objectContaining({ code: "model-config-invalid" }),
    );
  });

  it("reads ten thousand labels, markup and all, as they stand", () => {
    const id2label = Object.fromEntries(Array.from({ length: 10_000 }, (_, id) => [id, `<b>${id}</b>`]));
    const { labels } = readModelInfo(files(config({ id2label })));
    expect([labels.length, labels[9_999]]).toEqual([10_000, "<b>9999</b>"]);
  });

  it.each([
    ["multi_label_classification", "sigmoid"],
    ["single_label_classification", "softmax"],
    ["regression", "none"],
    [null, "softmax"],
  ])("problem type %s means %s", (problem_type, activation) => {
    expect(readModelInfo(files(config({ problem_type }))).activation).toBe(activation);
  });

  it("an older checkpoint says in its task that it is a regression; the problem type goes before", () => {
    const of = (change: object) =>
      readModelInfo(files(config({ finetuning_task: "wav2vec2_reg", ...change }))).activation;
    expect([of({}), of({ problem_type: "single_label_classification" })]).toEqual(["none", "softmax"]);
    expect(of({ finetuning_task: "wav2vec2_clf" })).toBe("softmax");
  });

  it.each([
    ["no labels", config({ id2label: {} })],
    ["missing labels", { model_type: "wav2vec2" }],
    ["a hole in the ids", config({ id2label: { 0: "a", 2: "c" } })],
    ["ids that are no numbers", config({ id2label: { a: "b" } })],
    ["more labels than there are sounds", config({ id2label: Object.fromEntries(Array(20_001).fill("x").entries()) })],
    ["a label as long as a book", config({ id2label: { 0: "x".repeat(1_001) } })],
    ["an id written otherwise", config({ id2label: { "00": "a", 1: "b" } })],
    ["labels that are no text", config({ id2label: { 0: 1 } })],
    ["not an object", "hello"],
    ["null", null],
    ["__proto__ as an id", JSON.parse('{"model_type":"x","id2label":{"__proto__":{"0":"a"}}}')],
  ])("refuses a config with %s", (_, broken) => {
    expect(() => readModelInfo(files(broken))).toThrow(expect.objectContaining({ code: "model-config-invalid" }));
  });

  it.each([0, -1, 1e9, "16000", 16_000.5])("refuses the sample rate %s", (sampling_rate) => {
    expect(() => readModelInfo(files(config(), { ...WAV2VEC2, sampling_rate }))).toThrow(
      expect.objectContaining({ code: "model-config-invalid" }),
    );
  });

  it("refuses an architecture that does not classify", () => {
    expect(() => readModelInfo(files(config({ architectures: ["Wav2Vec2ForCTC"] })))).toThrow(
      expect.objectContaining({ code: "model-unsupported" }),
    );
  });
});

describe("readModelInfo of a tagger", () => {
  const architecture = "EfficientAT mn10";
  const TAGGER = { ...WAVEFORM_TAGGER, architecture, windowS: 10, labels: ["Speech", "Music"] };

  it("reads it from its own description, with no config", () => {
    expect(readModelInfo({ ...files(null, null), tagger: TAGGER })).toEqual({
      id: "a/b",
      source: "hub",
      labels: ["Speech", "Music"],
      sampleRateHz: 32_000,
      windowSamples: 320_000,
      windowIsFixed: false,
      activation: "sigmoid",
      architecture: "EfficientAT mn10",
      precision: "fp32",
      output: { name: "probabilities", is: "scores" },
      sizeBytes: 1,
    });
  });

  it("refuses one whose labels were not read from their file", () => {
    expect(() => readModelInfo({ ...files(null, null), tagger: { ...TAGGER, labels: "labels.txt" } })).toThrow(
      expect.objectContaining({ code: "model-config-invalid" }),
    );
  });
});
