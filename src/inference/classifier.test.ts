/** The core without a browser: the models that ship inside, run in Node by an injected runtime, against Python's answer. */
import { readFile } from "node:fs/promises";
import * as ort from "onnxruntime-web";
import { describe, expect, it } from "vitest";
import { EMBEDDED_MODELS } from "../models/locations.ts";
import { type ModelFiles, PLAIN } from "../models/model-files.ts";
import { goldenWaveform } from "../signal/golden-waveform.ts";
import { largestError } from "./backend-trial.ts";
import { Classifier } from "./classifier.ts";
import { wrapRuntime } from "./wrap-runtime.ts";

ort.env.wasm.numThreads = 1;
const NODE_RUNTIME = wrapRuntime(ort, "wasm");

async function filesOf(id: string): Promise<ModelFiles> {
  const read = (file: string) => readFile(`public/models/${id}/${file}`);
  const json = async (file: string) => JSON.parse((await read(file)).toString());
  const weights = new Blob([await read("onnx/model.onnx")]);
  const [config, preprocessor, golden] = await Promise.all(
    ["config.json", "preprocessor_config.json", "golden.json"].map(json),
  );
  return { id, source: "embedded", config, preprocessor, ...PLAIN, weights, golden };
}

describe.each(EMBEDDED_MODELS)("%s in Node", (id) => {
  it("gives Python's logits for the golden window, to 1e-4", async () => {
    const files = await filesOf(id);
    const classifier = await Classifier.create(files, NODE_RUNTIME);
    const samples = files.golden?.samples ?? 0;
    const { logits, embeddings } = await classifier.run(goldenWaveform(samples, classifier.info.sampleRateHz));
    expect(largestError(logits, files.golden?.logits ?? [])).toBeLessThan(1e-4);
    expect(embeddings?.length).toBeGreaterThan(50);
    await classifier.dispose();
  });

  it("gives finite scores for silence and for clipped sound", async () => {
    const classifier = await Classifier.create(await filesOf(id), NODE_RUNTIME);
    const { windowSamples } = classifier.info;
    for (const value of [0, 1]) {
      const square = Float32Array.from({ length: windowSamples }, (_, i) => value * (i % 100 < 50 ? 1 : -1));
      expect((await classifier.run(square)).logits.every(Number.isFinite)).toBe(true);
    }
    await classifier.dispose();
  });

  it("says that damaged weights are damaged", async () => {
    const files = { ...(await filesOf(id)), weights: new Blob([new Uint8Array(5_000).fill(9)]) };
    await expect(Classifier.create(files, NODE_RUNTIME)).rejects.toMatchObject({ code: "model-corrupt" });
  });
});

it("refuses a model whose labels are not as many as its logits", async () => {
  const files = await filesOf("spoken-digits");
  const config = { ...(files.config as object), id2label: { 0: "only" } };
  const classifier = await Classifier.create({ ...files, config }, NODE_RUNTIME);
  await expect(classifier.run(new Float32Array(16_000))).rejects.toMatchObject({ code: "model-config-invalid" });
});
