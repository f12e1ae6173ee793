/**
 * Checkpoints as large as they are on the Hub: imported in Chromium from a loopback Hub, run, and run again in another browser with the Hub away.
 * Says how long an import takes against the same bytes downloaded without conversion in the same run, how much memory the page takes with
 * its workers, and how far scores are from Python's float32. Needs `bench/reference/full_size_checkpoints.py` beforehand.
 *
 * Usage: npm run bench:full-size [-- NAME…]
 */
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { chromium } from "@playwright/test";
import { startLoopbackHub } from "../e2e/support/loopback-hub.mjs";
import { serve } from "../scripts/serve.mjs";
import { watchMemory } from "./page-memory.mjs";

const FOLDER = path.resolve(".cache/full-size");
const names =
  process.argv.slice(2).length > 0
    ? process.argv.slice(2)
    : readdirSync(FOLDER).filter((name) => !name.endsWith("-plain"));
const PRECISIONS = ["q8", "q4"];

/** The same weights, as if they were the external data of a graph: they are downloaded, checked and kept. */
function plainFolder(name) {
  const plain = path.join(FOLDER, `${name}-plain`);
  rmSync(plain, { recursive: true, force: true });
  mkdirSync(path.join(plain, "onnx"), { recursive: true });
  for (const file of ["config.json", "preprocessor_config.json"]) {
    writeFileSync(path.join(plain, file), readFileSync(path.join(FOLDER, name, file)));
  }
  writeFileSync(path.join(plain, "onnx/model.onnx"), "no graph");
  linkSync(path.join(FOLDER, name, "model.safetensors"), path.join(plain, "onnx/model.onnx_data"));
  return plain;
}

const softmax = (logits) => {
  const most = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - most));
  const sum = powers.reduce((all, one) => all + one, 0);
  return powers.map((power) => power / sum);
};

async function measured(browser, work) {
  const memory = watchMemory(browser, 500, null);
  const startedMs = performance.now();
  const value = await work();
  const tookS = (performance.now() - startedMs) / 1000;
  return { value, tookS, peakMB: Math.round(await memory.stop()) };
}

async function bench(name) {
  if (!existsSync(path.join(FOLDER, name))) throw new Error(`no ${name}: run bench/reference/full_size_checkpoints.py`);
  const models = { "full/made": path.join(FOLDER, name), "full/plain": plainFolder(name) };
  const hub = await startLoopbackHub({ models });
  // Its hashes are made at the first question, which takes longer than a browser waits.
  for (const id of Object.keys(models)) await fetch(`${hub.url}/api/models/${id}/revision/main?blobs=true`);
  const app = await serve({ folder: "dist-harness", hub: hub.url });
  const profile = path.join(FOLDER, `${name}-plain`, "profile");
  let context;
  let browser;
  let page;
  /** A browser anew, with what it kept: nothing that a page before it left in memory counts. */
  const open = async () => {
    await context?.close();
    context = await chromium.launchPersistentContext(profile, {
      executablePath: process.env.EARSHOT_CHROMIUM,
      args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
    });
    browser = context.browser() ?? context;
    page = await context.newPage();
    await page.goto(`${app.url}e2e/harness/`);
    await page.locator("body[data-ready]").waitFor({ state: "attached" });
  };
  await open();
  const access = { endpoint: hub.url, token: null };
  const fetched = (reference, precision) =>
    page.evaluate(
      ([id, wanted, hubAccess]) => window.library.fetchModel(id, wanted, hubAccess),
      [reference, precision, access],
    );
  const expected = JSON.parse(readFileSync(path.join(FOLDER, name, "expected.json"), "utf8"));
  const run = (key) =>
    page.evaluate(
      ([wanted, samples]) => window.library.runStored(wanted, { device: "wasm", threads: 2 }, samples),
      [key, expected.samples],
    );

  const plain = await measured(browser, () => fetched("full/plain", "fp32"));
  if (!plain.value.ok) throw new Error(JSON.stringify(plain.value));
  console.log(`${name}: downloaded without conversion in ${plain.tookS.toFixed(1)} s, ${plain.peakMB} MB`);
  await page.evaluate((key) => window.library.remove(key), plain.value.value.key);
  for (const precision of PRECISIONS) {
    const made = await measured(browser, () => fetched("full/made", precision));
    if (!made.value.ok) throw new Error(JSON.stringify(made.value));
    const { key, bytes } = made.value.value;
    const ratio = made.tookS / plain.tookS;
    console.log(
      `${name} ${precision}: imported in ${made.tookS.toFixed(1)} s (${ratio.toFixed(2)} of that), ${made.peakMB} MB; ${(bytes / 1e6).toFixed(0)} MB kept`,
    );
    await open();
    const first = await measured(browser, () => run(key));
    report(`${name} ${precision}`, first, expected.logits);
    await open();
    const asked = hub.asked.length;
    hub.setFault(() => ({ status: 503 }));
    const again = await measured(browser, () => run(key));
    if (hub.asked.length !== asked) throw new Error("the Hub was asked at a second start");
    report(`${name} ${precision}, second start, without the Hub`, again, expected.logits);
    hub.setFault(null);
    await page.evaluate((wanted) => window.library.remove(wanted), key);
  }
  await context.close();
  await app.close();
  await hub.close();
  rmSync(path.join(FOLDER, `${name}-plain`), { recursive: true, force: true });
}

function report(title, { value, peakMB }, wanted) {
  const scores = softmax(value.logits);
  const error = Math.max(...softmax(wanted).map((score, label) => Math.abs(score - scores[label])));
  const { loadMs, windowMs } = value;
  console.log(
    `${title}: session in ${(loadMs / 1000).toFixed(1)} s, a window in ${(windowMs / 1000).toFixed(1)} s, ${peakMB} MB; scores differ by ${error.toFixed(4)}`,
  );
}

for (const name of names) await bench(name);
