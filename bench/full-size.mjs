/**
 * Checkpoints as large as they are on the Hub: imported in Chromium from a loopback Hub, run, and run again in another browser with the Hub away.
 * Says how long an import takes against the same bytes downloaded without conversion in the same run, how much memory the page takes with
 * its workers, and how far scores are from Python's float32. Needs `bench/reference/full_size_checkpoints.py` beforehand.
 *
 * Usage: [BENCH_PRECISIONS=q8,q4] npm run bench:full-size [-- NAME…]
 */
import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { chromium } from "@playwright/test";
import { startLoopbackHub } from "../e2e/support/loopback-hub.mjs";
import { findChromium } from "../scripts/find-chromium.mjs";
import { serve } from "../scripts/serve.mjs";
import { watchMemory } from "./page-memory.mjs";

const FOLDER = path.resolve(".cache/full-size");
const names =
  process.argv.slice(2).length > 0
    ? process.argv.slice(2)
    : readdirSync(FOLDER).filter((name) => !name.endsWith("-plain"));
const PRECISIONS = (process.env.BENCH_PRECISIONS ?? "q8,q4").split(",");

/** As much as a model may have that is kept as it comes. */
const PLAIN_BYTES = 1.5e9;

/** The same weights, as if they were the external data of graphs: they are downloaded, checked and kept. One after another where one is too large. */
function plainFolders(name) {
  const weights = openSync(path.join(FOLDER, name, "model.safetensors"), "r");
  const { size } = fstatSync(weights);
  const folders = [];
  for (let at = 0; at < size; at += PLAIN_BYTES) {
    const folder = path.join(FOLDER, `${name}-plain`, String(folders.length));
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(path.join(folder, "onnx"), { recursive: true });
    for (const file of ["config.json", "preprocessor_config.json"]) {
      writeFileSync(path.join(folder, file), readFileSync(path.join(FOLDER, name, file)));
    }
    writeFileSync(path.join(folder, "onnx/model.onnx"), "no graph");
    const part = new Uint8Array(Math.min(PLAIN_BYTES, size - at));
    readSync(weights, part, 0, part.length, at);
    writeFileSync(path.join(folder, "onnx/model.onnx_data"), part);
    folders.push(folder);
  }
  closeSync(weights);
  return folders;
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
  const plains = plainFolders(name).map((folder, part) => [`full/plain-${part}`, folder]);
  const models = { "full/made": path.join(FOLDER, name), ...Object.fromEntries(plains) };
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
      executablePath: process.env.EARSHOT_CHROMIUM || findChromium(),
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

  const plain = { tookS: 0, peakMB: 0 };
  for (const [id] of plains) {
    const { value, tookS, peakMB } = await measured(browser, () => fetched(id, "fp32"));
    if (!value.ok) throw new Error(JSON.stringify(value));
    plain.tookS += tookS;
    plain.peakMB = Math.max(plain.peakMB, peakMB);
    await page.evaluate((key) => window.library.remove(key), value.value.key);
  }
  console.log(`${name}: downloaded without conversion in ${plain.tookS.toFixed(1)} s, ${plain.peakMB} MB`);
  for (const precision of PRECISIONS) {
    await open();
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
