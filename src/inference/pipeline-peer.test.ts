/**
 * What we train and export serves everybody: the embedded folders and the tiny checkpoints, unchanged, through the pipeline of
 * transformers.js on its own runtime, give what the classifier gives. Local files only. The pipeline knows softmax alone.
 */
import { existsSync, readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { env, pipeline } from "@huggingface/transformers";
import * as ort from "onnxruntime-web";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { EMBEDDED_MODELS } from "../models/locations.ts";
import { PLAIN } from "../models/model-files.ts";
import { activate } from "../scores/activation.ts";
import { goldenWaveform } from "../signal/golden-waveform.ts";
import { Classifier } from "./classifier.ts";
import { wrapRuntime } from "./wrap-runtime.ts";

vi.mock("@huggingface/transformers", async () => {
  const { transformersInNode } = await import("./testing/transformers-in-node.ts");
  return transformersInNode();
});

ort.env.wasm.numThreads = 1;
const runtime = wrapRuntime(ort, "wasm");

/** Largest difference of a score. */
const TOLERANCE = 1e-4;
const LOCAL = "/local/";
const TINY = path.resolve("../shared/hub/models/tiny");

const folders: Record<string, string> = Object.fromEntries([
  ...EMBEDDED_MODELS.map((id) => [id, `public/models/${id}`]),
  ...["wav2vec2-bert"].map((name) => [`checkpoints/${name}`, `e2e/taggers/checkpoints/${name}`]),
  ...(existsSync(TINY) ? readdirSync(TINY) : [])
    .filter((name) => existsSync(path.join(TINY, name, "onnx/model.onnx")))
    .map((name) => [`tiny/${name}`, path.join(TINY, name)]),
]);

/** What it asked for that is no local file: there must be none. */
const strays: string[] = [];

beforeAll(() => {
  env.allowRemoteModels = false;
  env.allowLocalModels = true;
  env.useBrowserCache = false;
  env.useWasmCache = false;
  env.localModelPath = LOCAL;
  env.fetch = async (input: string | URL | Request) => {
    const url = String(input instanceof Request ? input.url : input);
    const id = Object.keys(folders).find((name) => url.startsWith(`${LOCAL}${name}/`));
    if (id === undefined) {
      strays.push(url);
      return new Response(null, { status: 404 });
    }
    const file = path.join(folders[id] ?? "", url.slice(LOCAL.length + id.length));
    const bytes = await readFile(file).catch(() => null);
    return new Response(bytes && new Uint8Array(bytes), { status: bytes ? 200 : 404 });
  };
});

async function oursOf(
  folder: string,
  sound: Float32Array,
): Promise<{ labels: readonly string[]; scores: Float32Array }> {
  const json = async (file: string) => JSON.parse((await readFile(path.join(folder, file))).toString());
  const classifier = await Classifier.create(
    {
      id: folder,
      source: "hub",
      ...PLAIN,
      config: await json("config.json"),
      preprocessor: await json("preprocessor_config.json"),
      weights: new Blob([new Uint8Array(await readFile(path.join(folder, "onnx/model.onnx")))]),
      golden: null,
    },
    runtime,
  );
  const { logits } = await classifier.run(sound);
  await classifier.dispose();
  return { labels: classifier.info.labels, scores: activate(logits, "softmax") };
}

describe("in transformers.js' own pipeline", () => {
  it.each(Object.entries(folders))("%s gives the same scores, to 1e-4", { timeout: 60_000 }, async (id, folder) => {
    const sound = goldenWaveform(32_000, 16_000);
    const { labels, scores } = await oursOf(folder, sound);
    const theirs = await pipeline("audio-classification", id, { device: "auto", dtype: "fp32" });
    const answer = (await theirs(sound, { top_k: labels.length })).flat();
    expect(answer.length).toBe(labels.length);
    for (const { label, score } of answer) {
      expect(Math.abs((scores[labels.indexOf(label)] ?? 9) - score), label).toBeLessThan(TOLERANCE);
    }
    await theirs.dispose();
    expect(strays).toEqual([]);
  });
});
