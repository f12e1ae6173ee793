/** The worker's numbers against Python's, in a real browser: every checkpoint with ONNX weights, and our own models. */
import { existsSync } from "node:fs";
import path from "node:path";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { serve } from "../scripts/serve.mjs";
import type { Backend } from "../src/models/model-info.ts";
import { activate } from "../src/scores/activation.ts";
import { backendName } from "../src/session/sentences.ts";
import type { HarnessRequest } from "./harness/harness.ts";
import { launchBrowser, WEBGPU_ARGS } from "./support/app.ts";
import { startLoopbackHub } from "./support/loopback-hub.mjs";
import {
  mayRunWithShared,
  readExpected,
  readInputWav,
  SHARED_REASON,
  TINY_MODELS,
  tinyOnnxModels,
} from "./support/shared.ts";

const INPUTS = ["command", "melody", "sentence"];
const EMBEDDED = ["everyday-sounds", "spoken-digits"];
/** One of each architecture that ../shared has ONNX of; `parity-files.spec.ts` has the others. */
const ON_WEBGPU = [
  "ast-command-1s",
  "hubert-base-emotion",
  "unispeech-command",
  "unispeech-sat-command",
  "wav2vec2-base-command",
  "wavlm-base-command",
];
/** Largest difference of a score. */
const WASM_TOLERANCE = 1e-4;
const WEBGPU_TOLERANCE = 1e-3;

test.describe("parity with Python", () => {
  test.skip(!mayRunWithShared, SHARED_REASON);

  let app: Awaited<ReturnType<typeof serve>>;
  let hub: Awaited<ReturnType<typeof startLoopbackHub>>;
  let browser: Browser;
  /** One for all: every model has a worker of its own. */
  let page: Page;
  const clips = () => INPUTS.map(readInputWav);

  test.beforeAll(async () => {
    hub = await startLoopbackHub({
      models: Object.fromEntries(tinyOnnxModels().map((name) => [`tiny/${name}`, path.join(TINY_MODELS, name)])),
    });
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

  test("there are checkpoints to compare", () => {
    expect(tinyOnnxModels().length).toBeGreaterThanOrEqual(9);
  });

  async function compareTiny(name: string, inputs: readonly string[], backend: Backend, tolerance: number) {
    const request: HarnessRequest = {
      modelId: `tiny/${name}`,
      appBase: app.url,
      hubBase: hub.url,
      backend,
      clips: inputs.map(readInputWav),
    };
    const { logits, info } = await page.evaluate((wanted) => window.runModel(wanted), request);
    const expected = readExpected(path.join(TINY_MODELS, name, "expected.json"));
    for (const [index, input] of inputs.entries()) {
      const scores = activate(Float32Array.from(logits[index] ?? []), "softmax");
      expect(expected[input]?.softmax?.length).toBe(info.labels.length);
      for (const { label, score } of expected[input]?.softmax ?? []) {
        const ours = scores[info.labels.indexOf(label)];
        expect(Math.abs((ours ?? Number.NaN) - score), `${input}: ${label}`).toBeLessThanOrEqual(tolerance);
      }
    }
  }

  for (const name of tinyOnnxModels()) {
    test(`${name} on WASM`, () => compareTiny(name, INPUTS, { device: "wasm", threads: 1 }, WASM_TOLERANCE));
  }

  for (const name of ON_WEBGPU) {
    test(`${name} on WebGPU`, async () => {
      test.setTimeout(180_000);
      await compareTiny(name, ["command"], { device: "webgpu", threads: 1 }, WEBGPU_TOLERANCE);
    });
  }

  for (const name of EMBEDDED) {
    const file = `e2e/expected/${name}.json`;
    const backends: [Backend, number][] = [
      [{ device: "wasm", threads: 1, runtime: "convnet" }, WASM_TOLERANCE],
      [{ device: "wasm", threads: 1 }, WASM_TOLERANCE],
      [{ device: "wasm", threads: 2 }, WASM_TOLERANCE],
      [{ device: "webgpu", threads: 1 }, WEBGPU_TOLERANCE],
    ];
    for (const [backend, tolerance] of backends) {
      test(`${name} on ${backendName(backend)}`, async () => {
        test.setTimeout(180_000);
        expect(existsSync(file)).toBe(true);
        const request: HarnessRequest = {
          modelId: name,
          appBase: app.url,
          hubBase: hub.url,
          backend,
          clips: clips(),
        };
        const { logits, info } = await page.evaluate((wanted) => window.runModel(wanted), request);
        const expected = readExpected(file);
        for (const [index, input] of INPUTS.entries()) {
          const scores = activate(Float32Array.from(logits[index] ?? []), "sigmoid");
          const wanted = expected[input]?.sigmoid ?? [];
          expect(wanted.length).toBe(info.labels.length);
          for (const { label, score } of wanted) {
            const ours = scores[info.labels.indexOf(label)];
            expect(Math.abs((ours ?? Number.NaN) - score), `${input}: ${label}`).toBeLessThanOrEqual(tolerance);
          }
        }
      });
    }
  }
});
