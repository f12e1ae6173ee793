/**
 * Python's numbers in a real browser for what `bench/reference/` makes: taggers of each kind, the architectures that
 * ../shared has no ONNX of, and one model in every precision, on WASM and on WebGPU (SwiftShader).
 */
import { readFileSync } from "node:fs";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { serve } from "../scripts/serve.mjs";
import { GOLDEN_TOLERANCE, largestError } from "../src/inference/backend-trial.ts";
import type { Backend } from "../src/models/model-info.ts";
import type { Precision } from "../src/models/precision.ts";
import { activate } from "../src/scores/activation.ts";
import type { FilesRequest } from "./harness/run-files.ts";
import { launchBrowser, WEBGPU_ARGS } from "./support/app.ts";
import { startLoopbackHub } from "./support/loopback-hub.mjs";

const TAGGERS = ["waveform-scores", "waveform-frames", "decibel-mel-scores", "kaldi-mel-logits"];
const CHECKPOINTS = ["wav2vec2-bert", "whisper"];
const GRAPHS: readonly (readonly [Precision, string])[] = [
  ["fp32", "model.onnx"],
  ["fp16", "model_fp16.onnx"],
  ["int8", "model_int8.onnx"],
  ["uint8", "model_uint8.onnx"],
  ["q4", "model_q4.onnx"],
  ["q4f16", "model_q4f16.onnx"],
  ["bnb4", "model_bnb4.onnx"],
];
const ON_WEBGPU: readonly Precision[] = ["fp32", "fp16", "int8", "q4", "q4f16"];
const WASM: Backend = { device: "wasm", threads: 1 };
const WEBGPU: Backend = { device: "webgpu", threads: 1 };
/** Largest difference of a score. */
const BACKENDS = [
  { backend: WASM, tolerance: 1e-4 },
  { backend: WEBGPU, tolerance: 1e-3 },
] as const;

let app: Awaited<ReturnType<typeof serve>>;
let hub: Awaited<ReturnType<typeof startLoopbackHub>>;
let browser: Browser;
let page: Page;

test.beforeAll(async () => {
  const taggers = TAGGERS.map((name) => [`tiny/${name}`, `e2e/taggers/${name}`]);
  const checkpoints = [...CHECKPOINTS, "precisions"].map((name) => [`tiny/${name}`, `e2e/taggers/checkpoints/${name}`]);
  hub = await startLoopbackHub({ models: Object.fromEntries([...taggers, ...checkpoints]) });
  app = await serve({ folder: process.env.EARSHOT_HARNESS ?? "dist-harness", hub: hub.url });
  browser = await launchBrowser({ args: WEBGPU_ARGS });
  page = await browser.newPage();
  await page.goto(`${app.url}e2e/harness/`);
});

test.afterAll(async () => {
  await browser.close();
  await app.close();
  await hub.close();
});

const run = (name: string, request: Omit<FilesRequest, "base">) =>
  page.evaluate((wanted) => window.runFiles(wanted), { ...request, base: `${hub.url}/tiny/${name}/resolve/main/` });

/** SwiftShader has none: then these precisions must be refused before anything is computed. */
const HALF_FLOATS: readonly Precision[] = ["fp16", "q4f16"];
const hasHalfFloats = () =>
  page.evaluate(async () => (await navigator.gpu.requestAdapter())?.features.has("shader-f16") ?? false);

const readJson = (file: string) => JSON.parse(readFileSync(`e2e/taggers/${file}`, "utf8"));

function compare(ours: ArrayLike<number>, wanted: readonly number[], tolerance: number): void {
  expect(ours.length).toBe(wanted.length);
  for (const [label, score] of wanted.entries()) {
    expect(Math.abs((ours[label] ?? 9) - score), `label ${label}`).toBeLessThanOrEqual(tolerance);
  }
}

for (const { backend, tolerance } of BACKENDS) {
  for (const name of TAGGERS) {
    test(`tagger ${name} on ${backend.device}`, async () => {
      test.setTimeout(120_000);
      const { samples, scores } = readJson(`${name}/expected.json`);
      const logits = await run(name, { graph: "model.onnx", kind: "tagger", precision: "fp32", backend, samples });
      compare(activate(logits, "sigmoid"), scores, tolerance);
    });
  }

  for (const name of CHECKPOINTS) {
    test(`${name} on ${backend.device}`, async () => {
      test.setTimeout(180_000);
      const [{ samples, scores }] = readJson(`checkpoints/${name}/expected.json`);
      const request = { graph: "onnx/model.onnx", kind: "checkpoint", precision: "fp32", backend, samples } as const;
      compare(activate(await run(name, request), "softmax"), scores, tolerance);
    });
  }

  // SwiftShader takes 15 s for each: there, one of each kind of arithmetic.
  for (const [precision, graph] of backend === WASM ? GRAPHS : GRAPHS.filter(([name]) => ON_WEBGPU.includes(name))) {
    test(`precision ${precision} on ${backend.device}: native onnxruntime's logits`, async () => {
      test.setTimeout(120_000);
      const [{ samples, native }] = readJson("checkpoints/precisions/expected.json");
      const external = precision === "fp32" ? { external: "model.onnx_data" } : {};
      const request = { graph: `onnx/${graph}`, kind: "checkpoint", precision, backend, samples, ...external } as const;
      const answer = run("precisions", request);
      if (backend.device === "webgpu" && HALF_FLOATS.includes(precision) && !(await hasHalfFloats())) {
        await expect(answer).rejects.toThrow("this GPU has no shader-f16");
        return;
      }
      const error = largestError(await answer, native[graph]);
      console.log(`${precision} on ${backend.device}: ${error.toExponential(1)}`);
      expect(error).toBeLessThanOrEqual(GOLDEN_TOLERANCE[precision]);
    });
  }
}
