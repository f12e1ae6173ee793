import { describe, expect, it } from "vitest";
import { catalogue } from "../../models/catalogue/catalogue.ts";
import type { MachineFacts } from "../../models/preflight.ts";
import { WAVEFORM_TAGGER } from "../../models/testing/waveform-tagger.ts";
import { checkModel } from "./check-model.ts";
import { hub } from "./testing/client-with-hub.ts";
import { type Answer, COMMIT, json, refusal } from "./testing/small-hub.ts";

const MACHINE: MachineFacts = { freeBytes: 1e12, memoryGB: 8, webgpu: false };
const CONFIG = { model_type: "wav2vec2", id2label: { 0: "angry", 1: "calm" } };
const PREPROCESSOR = { feature_extractor_type: "Wav2Vec2FeatureExtractor", sampling_rate: 16_000 };
const TAGGER = WAVEFORM_TAGGER;

/** A repository of those files; JSON where it is no answer yet. */
function host(name: string, files: Record<string, Answer | object | number>, info: object = {}): void {
  const siblings = Object.entries(files).map(([rfilename, content]) => ({
    rfilename,
    size: typeof content === "number" ? content : 100,
  }));
  const facts = { sha: COMMIT, pipeline_tag: "audio-classification", siblings, ...info };
  hub.answers[`/api/models/${name}/revision/main?blobs=true`] = json(facts);
  for (const [file, content] of Object.entries(files)) {
    if (typeof content === "number") continue;
    const answer = "body" in content || "status" in content ? (content as Answer) : json(content);
    hub.answers[`/${name}/resolve/${COMMIT}/${file}`] = answer;
  }
}

const check = (typed: string, token: string | null = null) =>
  checkModel(typed, { endpoint: hub.url, token }, MACHINE, { stallMs: 2_000 });

describe("checkModel", () => {
  it("judges a checkpoint from three small requests, and moves no weights", async () => {
    host("a/b", { "config.json": CONFIG, "preprocessor_config.json": PREPROCESSOR, "onnx/model.onnx": 379e6 });
    expect(await check(`${hub.url}/a/b`)).toMatchObject({ id: "a/b", commit: COMMIT, numLabels: 2, refusal: null });
    expect(hub.asked.map(({ path }) => path).sort()).toEqual([
      `/a/b/resolve/${COMMIT}/config.json`,
      `/a/b/resolve/${COMMIT}/preprocessor_config.json`,
      "/api/models/a/b/revision/main?blobs=true",
    ]);
  });

  it("judges a tagger by its earshot.json, with labels from the file that it names", async () => {
    host("a/b", { "earshot.json": TAGGER, "labels.txt": { body: "Speech\nMusic\n" }, "mn10.onnx": 20e6 });
    const preflight = await check("a/b");
    expect(preflight).toMatchObject({ refusal: null, numLabels: 2, sampleRateHz: 32_000, sideFiles: [] });
    expect(preflight.tagger?.labels).toEqual(["Speech", "Music"]);
  });

  it("judges a tagger of the catalogue that says nothing of itself", async () => {
    const row = catalogue().find(({ tagger }) => tagger !== undefined);
    const name = row?.id ?? "";
    host(name, { "anything.onnx": 20.2e6, "README.md": 100 }, { pipeline_tag: null });
    const preflight = await check(name);
    expect(preflight).toMatchObject({ refusal: null, numLabels: 527, sampleRateHz: row?.sampleRateHz });
    expect(preflight.offers[0]).toMatchObject({ precision: "fp32", totalBytes: 20.2e6 });
  });

  it.each<[string, Record<string, Answer | object | number>, object, { code: string; details: object }]>([
    [
      "a gated configuration",
      { "config.json": refusal(401, "GatedRepo") },
      { gated: "manual" },
      { code: "model-gated", details: { reason: "terms" } },
    ],
    [
      "a gated preprocessor",
      { "config.json": CONFIG, "preprocessor_config.json": refusal(403, "GatedRepo") },
      {},
      { code: "model-gated", details: { reason: "terms" } },
    ],
    [
      "HTML for its configuration",
      { "config.json": { body: "<!doctype html>" } },
      {},
      { code: "model-config-invalid", details: { reason: "it is not JSON" } },
    ],
    [
      "a configuration that is listed and not there",
      { "config.json": refusal(404, "EntryNotFound") },
      {},
      { code: "model-not-found", details: { file: "config.json" } },
    ],
    [
      "labels of a tagger that are not there",
      { "earshot.json": TAGGER, "labels.txt": refusal(404), "mn10.onnx": 1e6 },
      {},
      { code: "model-not-found", details: { file: "labels.txt" } },
    ],
    [
      "a tagger that is misspelt",
      { "earshot.json": { ...TAGGER, windowMs: 5 }, "mn10.onnx": 1e6 },
      {},
      { code: "model-config-invalid", details: { file: "earshot.json" } },
    ],
    [
      "no labels",
      { "config.json": { model_type: "wav2vec2" }, "preprocessor_config.json": PREPROCESSOR, "onnx/model.onnx": 1e6 },
      {},
      { code: "model-config-invalid", details: { file: "config.json" } },
    ],
    [
      "no weights that run",
      { "config.json": CONFIG, "preprocessor_config.json": PREPROCESSOR, "tf_model.h5": 1e6 },
      {},
      { code: "model-no-onnx", details: { has: "tensorflow" } },
    ],
    [
      "5 GB",
      { "config.json": CONFIG, "preprocessor_config.json": PREPROCESSOR, "onnx/model.onnx": 5e9 },
      {},
      { code: "model-too-large", details: { bytes: 5e9 } },
    ],
  ])("refuses %s in its answer", async (_, files, info, { code, details }) => {
    host("a/b", files, info);
    const { refusal } = await check("a/b");
    expect(refusal).toEqual({ code, details: expect.objectContaining({ id: "a/b", ...details }) });
  });

  it.each<[string, Answer, string]>([
    ["a server in trouble", { status: 503 }, "model-unreachable"],
    ["a server that is asked too often", { status: 429 }, "hub-busy"],
    ["a line that breaks", { body: "{", ends: "cut" }, "model-unreachable"],
  ])("throws what is no fault of the model: %s", async (_, answer, code) => {
    host("a/b", { "config.json": answer, "onnx/model.onnx": 1e6 });
    await expect(check("a/b")).rejects.toMatchObject({ code, transient: true, details: { id: "a/b" } });
  });

  it("says of a token that may not read the model that it is the token", async () => {
    host("a/b", { "config.json": refusal(403, undefined, "needs permission"), "onnx/model.onnx": 1e6 });
    expect((await check("a/b", "hf_x")).refusal).toMatchObject({ code: "hub-token-refused" });
  });

  it("asks nobody about what is no reference", async () => {
    await expect(check("../etc")).rejects.toMatchObject({ code: "model-reference-invalid" });
    expect(hub.asked).toEqual([]);
  });

  it("judges by a mirror without an API", async () => {
    const at = (commit: string, file: string) => `/a/b/resolve/${commit}/${file}`;
    hub.answers[at("main", "config.json")] = json(CONFIG, { "x-repo-commit": COMMIT });
    hub.answers[at("main", "preprocessor_config.json")] = json(PREPROCESSOR);
    hub.answers[at(COMMIT, "config.json")] = json(CONFIG);
    hub.answers[at(COMMIT, "preprocessor_config.json")] = json(PREPROCESSOR);
    hub.answers[at(COMMIT, "onnx/model.onnx")] = { headers: { "content-length": "5000" } };
    expect(await check("a/b")).toMatchObject({ refusal: null, commit: COMMIT, offers: [{ totalBytes: 5000 }] });
  });
});
