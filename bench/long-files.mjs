/**
 * `npm run bench:files`: an hour of MP3, FLAC and WAV, and three hours, through the Files screen of the built app, on WASM.
 * Each goes through three times: left alone (how many times faster than real time, when the first results stand on the page,
 * how much memory the page takes); in use, a key and a click every tenth of a second (how long the page took to answer the
 * slowest of them, and the same again); with its garbage collected every few seconds (how much memory the page needs: what
 * lies in memory that nobody holds is there because nobody asked for it). Needs ffmpeg to make the files.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { chromium } from "@playwright/test";
import { findChromium } from "../scripts/find-chromium.mjs";
import { serve } from "../scripts/serve.mjs";
import { makeRecording } from "./long-recording.mjs";
import { collector, watchMemory } from "./page-memory.mjs";

const FOLDER = ".cache/long";
const HOURS = { "hour.mp3": 1, "hour.flac": 1, "hour.wav": 1, "three-hours.mp3": 3, "three-hours.wav": 3 };
/** Memory is looked at so often; after a collection, which stops everything for a moment, more rarely. */
const LOOK_MS = 250;
const COLLECT_MS = 4000;
const wanted = process.argv.slice(2);

mkdirSync(FOLDER, { recursive: true });
for (const [name, hours] of Object.entries(HOURS)) make(name, hours);

const app = await serve({ folder: process.env.EARSHOT_DIST ?? "dist" });
console.log(
  "file | × real time | s | first results s | most memory MB | in use: × real time | most memory MB | slowest answer ms | memory needed MB",
);
for (const [name, hours] of Object.entries(HOURS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const alone = await measure(path.join(FOLDER, name));
  const inUse = await measure(path.join(FOLDER, name), { isUsed: true });
  const collected = await measure(path.join(FOLDER, name), { isCollected: true });
  const speed = ({ tookS }) => ((hours * 3600) / tookS).toFixed(0);
  const figures = [
    ...[speed(alone), alone.tookS.toFixed(1), alone.firstS.toFixed(2), alone.processMB],
    ...[speed(inUse), inUse.processMB, inUse.slowestMs, collected.processMB],
  ];
  console.log(`${name} | ${figures.join(" | ")}`);
}
await app.close();

/** A recording of varied sound, 44.1 kHz stereo, as long as wanted. */
function make(name, hours) {
  const file = path.join(FOLDER, name);
  if (existsSync(file)) return;
  const base = path.join(FOLDER, "recording.wav");
  if (!existsSync(base)) makeRecording(base, 600);
  const codec = { ".mp3": ["-b:a", "128k"], ".flac": [], ".wav": ["-c:a", "pcm_s16le"] }[path.extname(name)];
  const rest = ["-t", String(hours * 3600), ...codec, file];
  const { status } = spawnSync("ffmpeg", ["-v", "error", "-y", "-stream_loop", "-1", "-i", base, ...rest]);
  if (status !== 0) throw new Error(`ffmpeg made no ${name}`);
}

async function measure(file, { isUsed = false, isCollected = false } = {}) {
  const browser = await chromium.launch({ executablePath: findChromium(), args: ["--no-sandbox"] });
  const page = await browser.newPage();
  const collect = isCollected ? await collector(page) : null;
  await page.goto(`${app.url}#/files`);
  await page
    .getByText(/^Ready\. /)
    .filter({ visible: true })
    .waitFor();
  await page.evaluate(() => {
    window.slowestMs = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) window.slowestMs = Math.max(window.slowestMs, duration);
    }).observe({ type: "event", durationThreshold: 16, buffered: false });
  });
  const memory = watchMemory(browser, collect ? COLLECT_MS : LOOK_MS, collect);
  const startedMs = performance.now();
  await page.getByLabel("Choose audio files").setInputFiles(file);
  const row = page
    .locator("#panel-files [data-phase]")
    .filter({ hasText: path.basename(file) })
    .first();
  await page.getByRole("meter").filter({ visible: true }).first().waitFor({ timeout: 30_000 });
  const firstS = (performance.now() - startedMs) / 1000;
  if (isUsed) await pressUntilDone(page, row);
  else await row.and(page.locator("[data-phase=done]")).waitFor({ timeout: 600_000 });
  const tookS = (performance.now() - startedMs) / 1000;
  const processMB = await memory.stop();
  const slowestMs = await page.evaluate(() => window.slowestMs);
  await browser.close();
  return { tookS, firstS, processMB, slowestMs };
}

async function pressUntilDone(page, row) {
  const threshold = page.getByLabel("Heard from");
  for (let turn = 0; (await row.getAttribute("data-phase")) !== "done"; turn++) {
    await threshold.press(turn % 2 === 0 ? "ArrowRight" : "ArrowLeft");
    await page.getByRole("tab", { name: turn % 3 === 0 ? "Live" : "Files" }).click();
    await page.waitForTimeout(100);
  }
}
