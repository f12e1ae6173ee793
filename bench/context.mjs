/** What every part of the bench measures with: one browser, the page of the bench, the built app, models on loopback. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import os from "node:os";
import { chromium } from "@playwright/test";
import { build } from "vite";
import { startLoopbackHub } from "../e2e/support/loopback-hub.mjs";
import { findChromium } from "../scripts/find-chromium.mjs";
import { serve } from "../scripts/serve.mjs";

/** Made by `bench/reference/exported_checkpoints.py`: random weights of full size, as an exporter writes them. */
const EXPORTED = ".cache/graphs";
const LARGE = { "wav2vec2-base": 5, "ast-base": 10.24 };
const EMBEDDED = { "everyday-sounds": 2, "spoken-digits": 1 };

/**
 * @typedef {{
 *   browser: import("@playwright/test").Browser, openPage: () => Promise<import("@playwright/test").Page>,
 *   hub: { url: string }, models: { id: string, folder: string, seconds: number, isLarge: boolean }[], missing: string[]
 * }} Context
 */

/** @returns {Promise<{ context: Context, machine: string, close: () => Promise<void> }>} */
export async function openContext() {
  await build({ logLevel: "warn" });
  // As a host would serve it.
  spawnSync(process.execPath, ["scripts/compress.mjs"], { stdio: "inherit" });
  await build({ mode: "bench", logLevel: "warn" });
  const embedded = Object.entries(EMBEDDED).map(([name, seconds]) => ({
    id: `bench/${name}`,
    folder: `public/models/${name}`,
    seconds,
    isLarge: false,
  }));
  const large = Object.entries(LARGE).map(([name, seconds]) => ({
    id: `bench/${name}`,
    folder: `${EXPORTED}/${name}`,
    seconds,
    isLarge: true,
  }));
  const models = [...embedded, ...large].filter(
    ({ folder }) => existsSync(folder) && readdirSync(folder).includes("onnx"),
  );
  const missing = large.filter((one) => !models.includes(one)).map(({ folder }) => folder);
  const hub = await startLoopbackHub({ models: Object.fromEntries(models.map(({ id, folder }) => [id, folder])) });
  const app = await serve({ folder: "dist-bench", hub: hub.url });
  const browser = await chromium.launch({ executablePath: findChromium(), args: ["--no-sandbox"] });
  const context = {
    browser,
    hub,
    models,
    missing,
    async openPage() {
      const page = await browser.newPage();
      page.on("pageerror", (error) => console.error(error.message));
      await page.goto(`${app.url}bench/page/`);
      await page.waitForFunction(() => "bench" in window);
      return page;
    },
  };
  const [{ model } = { model: "?" }] = os.cpus();
  const machine = `${model.trim()}, ${os.cpus().length} cores, ${Math.round(os.totalmem() / 2 ** 30)} GB, ${os.type()}; Chromium ${browser.version()}, Node ${process.version}`;
  return {
    context,
    machine,
    async close() {
      await browser.close();
      await app.close();
      await hub.close();
    },
  };
}
