/**
 * Checkpoints as they lie on the Hub, with no ONNX by anybody: imported by the library's worker of the production build, run in
 * this browser, held to Python's scores. And the same on the Models screen, paused and taken up after a reload.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { type Browser, type BrowserContext, expect, type Page, test } from "@playwright/test";
import { unzipSync } from "fflate";
import { serve } from "../scripts/serve.mjs";
import { NOISE_CONFIG, noiseSafetensors } from "../src/library/testing/noise-checkpoint.ts";
import type { Backend } from "../src/models/model-info.ts";
import type { Precision } from "../src/models/precision.ts";
import { activate } from "../src/scores/activation.ts";
import type { CheckpointRequest } from "./harness/run-checkpoint.ts";
import { launchBrowser, openReady, WEBGPU_ARGS } from "./support/app.ts";
import { writeRepo } from "./support/hub-fixture.mjs";
import { button, card, check, download, inUse } from "./support/hub-models.ts";
import { startLoopbackHub } from "./support/loopback-hub.mjs";
import { mayRunWithShared, readExpected, readInputWav, SHARED_REASON, TINY_MODELS } from "./support/shared.ts";
import { serveWithStore } from "./support/store-apart.ts";

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

test.describe("a checkpoint on the Models screen", () => {
  const ID = "owner/commands";
  let app: Awaited<ReturnType<typeof serveWithStore>>;
  let hub: Awaited<ReturnType<typeof startLoopbackHub>>;
  let browser: Browser;

  test.beforeAll(async () => {
    const folder = writeRepo(
      path.resolve(".cache/e2e/checkpoint"),
      { "model.safetensors": noiseSafetensors(NOISE_CONFIG) },
      NOISE_CONFIG,
    );
    hub = await startLoopbackHub({ storeApart: true, models: { [ID]: { folder, licence: "apache-2.0" } } });
    app = await serveWithStore(process.env.EARSHOT_DIST ?? "dist", hub);
    browser = await launchBrowser();
  });
  test.afterAll(async () => {
    await browser.close();
    await app.close();
    await hub.close();
  });

  test("is offered, paused, taken up after a reload, used, and saved as ONNX", async () => {
    test.setTimeout(120_000);
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
    const page = await context.newPage();
    await openReady(page, app.url, "models");
    await check(page, ID);
    await expect(card(page)).toContainText("Made here of its safetensors weights");
    await expect(card(page).getByRole("radio")).toHaveCount(5);
    await card(page)
      .getByRole("radio", { name: /^8 bit, in blocks/ })
      .check();
    await page.screenshot({ path: test.info().outputPath("offers.png"), fullPage: true });
    hub.setFault(({ kind, range }) => (kind === "blob" && !/-\d+$/.test(range ?? "") ? { bytesPerS: 200_000 } : null));
    await card(page).getByRole("button", { name: "Only download" }).click();
    const bar = download(page, ID);
    await expect
      .poll(async () => Number(await bar.getAttribute("aria-valuenow")), { timeout: 30_000 })
      .toBeGreaterThan(25);
    await button(page, `Pause ${ID}`).click();
    await expect(button(page, `Resume ${ID}`)).toBeVisible();

    await page.reload();
    hub.setFault(null);
    hub.forget();
    await button(page, `Resume ${ID}`).click();
    await expect(page.getByRole("listitem").filter({ hasText: "made here of its checkpoint" })).toContainText(
      "8 bit, in blocks",
      { timeout: 30_000 },
    );
    const bodies = hub.asked.filter(({ kind, range }) => kind === "blob" && /^bytes=\d+-$/.test(range ?? ""));
    expect(bodies.map(({ range }) => Number(range?.slice(6, -1)) > 50_000)).toEqual([true]);
    await button(page, `Use ${ID}, 8 bit, in blocks`).click();
    await expect(inUse(page)).toHaveText(ID, { timeout: 30_000 });
    await expect(page.getByRole("listitem").filter({ hasText: "made here" })).toContainText("a window", {
      timeout: 30_000,
    });
    await page.screenshot({ path: test.info().outputPath("stored.png"), fullPage: true });
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme: "dark" });
    await page.screenshot({ path: test.info().outputPath("stored-390-dark.png"), fullPage: true });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);

    // A test has no hands for a folder picker.
    await page.evaluate(() => Reflect.deleteProperty(window, "showDirectoryPicker"));
    const saving = page.waitForEvent("download");
    await button(page, `Save ${ID}, 8 bit, in blocks as ONNX`).click();
    const files = unzipSync(new Uint8Array(readFileSync(await (await saving).path())));
    expect(Object.keys(files).map((file) => file.replace(/^[^/]+\//, ""))).toEqual([
      "README.md",
      "config.json",
      "preprocessor_config.json",
      "onnx/model_quantized.onnx",
      "onnx/model_quantized.onnx_data",
    ]);
    await context.close();
  });
});
