/**
 * Checkpoints as they lie on the Hub, with no ONNX by anybody: imported by the library's worker of the production build, run in
 * this browser, held to Python's scores. And the same on the Models screen, paused and taken up after a reload.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { type Browser, type BrowserContext, expect, type Page, test } from "@playwright/test";
import { serve } from "../scripts/serve.mjs";
import type { Backend } from "../src/models/model-info.ts";
import type { Precision } from "../src/models/precision.ts";
import { activate } from "../src/scores/activation.ts";
import type { CheckpointRequest } from "./harness/run-checkpoint.ts";
import { launchBrowser, WEBGPU_ARGS } from "./support/app.ts";
import { startLoopbackHub } from "./support/loopback-hub.mjs";
import { mayRunWithShared, readExpected, readInputWav, SHARED_REASON, TINY_MODELS } from "./support/shared.ts";

const NAMES = existsSync(TINY_MODELS) ? readdirSync(TINY_MODELS).sort() : [];
const WASM: Backend = { device: "wasm", threads: 1 };
const WEBGPU: Backend = { device: "webgpu", threads: 1 };

interface Kind {
  readonly model_type: string;
}
const kindOf = (name: string): Kind => JSON.parse(readFileSync(path.join(TINY_MODELS, name, "config.json"), "utf8"));
/** The first checkpoint of each architecture. */
const ONE_OF_EACH = [...new Map(NAMES.toReversed().map((name) => [kindOf(name).model_type, name])).values()].sort();

test.describe("checkpoints", () => {
  test.skip(!mayRunWithShared, SHARED_REASON);

  let app: Awaited<ReturnType<typeof serve>>;
  let hub: Awaited<ReturnType<typeof startLoopbackHub>>;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;

  test.beforeAll(async () => {
    // Without the ONNX that some have beside them: what is here is made of the checkpoint.
    hub = await startLoopbackHub({
      models: Object.fromEntries(NAMES.map((name) => [`tiny/${name}`, path.join(TINY_MODELS, name)])),
      hides: (file) => file.startsWith("onnx/"),
    });
    app = await serve({ folder: process.env.EARSHOT_HARNESS ?? "dist-harness", hub: hub.url });
    browser = await launchBrowser({ args: WEBGPU_ARGS });
    context = await browser.newContext();
    page = await context.newPage();
    await page.goto(`${app.url}e2e/harness/`);
    await page.locator("body[data-ready]").waitFor({ state: "attached" });
  });

  test.afterAll(async () => {
    await browser.close();
    await app.close();
    await hub.close();
  });

  /** @returns the largest difference of a score */
  async function errorOf(name: string, precision: Precision, backend: Backend, inputs: readonly string[]) {
    const request: CheckpointRequest = {
      reference: `tiny/${name}`,
      precision,
      hub: { endpoint: hub.url, token: null },
      backend,
      clips: inputs.map(readInputWav),
    };
    const { logits, info, madeOf } = await page.evaluate((wanted) => window.library.runCheckpoint(wanted), request);
    expect(madeOf).not.toBeNull();
    const expected = readExpected(path.join(TINY_MODELS, name, "expected.json"));
    let largest = 0;
    for (const [index, input] of inputs.entries()) {
      const scores = activate(Float32Array.from(logits[index] ?? []), "softmax");
      expect(expected[input]?.softmax?.length).toBe(info.labels.length);
      for (const { label, score } of expected[input]?.softmax ?? []) {
        const error = Math.abs((scores[info.labels.indexOf(label)] ?? Number.NaN) - score);
        expect(Number.isFinite(error)).toBe(true);
        largest = Math.max(largest, error);
      }
    }
    return largest;
  }

  test("there are checkpoints of every architecture", () => {
    expect(NAMES.length).toBeGreaterThanOrEqual(30);
    expect(ONE_OF_EACH.length).toBe(12);
  });

  for (const name of NAMES) {
    test(`${name} gives Python's scores on WASM`, async () => {
      expect(await errorOf(name, "fp32", WASM, ["command", "sentence"])).toBeLessThanOrEqual(1e-4);
    });
  }

  for (const name of ONE_OF_EACH) {
    test(`${name} in 8 bits is within 0.05`, async () => {
      for (const precision of ["q8", "int8"] as const) {
        expect(await errorOf(name, precision, WASM, ["command"]), precision).toBeLessThanOrEqual(0.05);
      }
    });

    test(`${name} gives Python's scores on WebGPU`, async () => {
      test.setTimeout(240_000);
      expect(await errorOf(name, "fp32", WEBGPU, ["command"])).toBeLessThanOrEqual(1e-3);
    });
  }
});
