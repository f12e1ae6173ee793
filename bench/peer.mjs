/**
 * `npm run bench`: Earshot's worker beside transformers.js' pipeline, on the same models, sounds and threads, in one run of
 * one browser. Prints milliseconds a window and their ratio; a timed figure is never a unit test.
 */
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { chromium } from "@playwright/test";
import { build } from "vite";
import { startLoopbackHub } from "../e2e/support/loopback-hub.mjs";
import { findChromium } from "../scripts/find-chromium.mjs";
import { serve } from "../scripts/serve.mjs";

const TINY = path.resolve("../shared/hub/models/tiny");
const RUNS = 40;

const models = Object.fromEntries(
  readdirSync("public/models").map((name) => [`earshot/${name}`, `public/models/${name}`]),
);
for (const name of existsSync(TINY) ? ["ast-genre", "wav2vec2-base-command"] : [])
  models[`tiny/${name}`] = path.join(TINY, name);

await build({ mode: "bench", logLevel: "warn" });
const hub = await startLoopbackHub({ models });
const app = await serve({ folder: "dist-bench", hub: hub.url });
const browser = await chromium.launch({ executablePath: findChromium(), args: ["--no-sandbox"] });
const page = await browser.newPage();
page.on("pageerror", (error) => console.error(error.message));

console.log("model, threads: Earshot ms | transformers.js ms | ratio | largest difference of a score");
for (const modelId of Object.keys(models)) {
  for (const threads of [1, 2]) {
    await page.goto(`${app.url}bench/page/`);
    await page.waitForFunction(() => "compareWithPeer" in window);
    const request = { modelId, hubBase: hub.url, threads, runs: RUNS };
    const { oursMs, theirsMs, largestDifference } = await page.evaluate(
      (asked) => window.compareWithPeer(asked),
      request,
    );
    const figures = [
      oursMs.toFixed(1),
      theirsMs.toFixed(1),
      (theirsMs / oursMs).toFixed(2),
      largestDifference.toExponential(1),
    ];
    console.log(`${modelId}, ${threads}: ${figures.join(" | ")}`);
  }
}
await browser.close();
await app.close();
await hub.close();
