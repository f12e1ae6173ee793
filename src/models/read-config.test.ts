import { describe, expect, it } from "vitest";
import { type ModelFiles, PLAIN } from "./model-files.ts";
import { readModelInfo } from "./read-config.ts";

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

  it("gives wav2vec2 two seconds, and says that the window is free", () => {
    const info = readModelInfo(files(config()));
    expect(info.windowSamples).toBe(32_000);
    expect(info.windowIsFixed).toBe(false);
  });

  it.each([
    ["multi_label_classification", "sigmoid"],
    ["single_label_classification", "softmax"],
    ["regression", "none"],
    [null, "softmax"],
  ])("problem type %s means %s", (problem_type, activation) => {
    expect(readModelInfo(files(config({ problem_type }))).activation).toBe(activation);
  });

  it.each([
    ["no labels", config({ id2label: {} })],
    ["missing labels", { model_type: "wav2vec2" }],
    ["a hole in the ids", config({ id2label: { 0: "a", 2: "c" } })],
    ["ids that are no numbers", config({ id2label: { a: "b" } })],
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
