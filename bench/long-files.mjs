/**
 * `npm run bench:files`: an hour of MP3, FLAC and WAV, and three hours, through the Files screen of the built app, on WASM.
 * Each goes through twice: left alone (how many times faster than real time, when the first results stand on the page,
 * how much memory the page takes), and in use, a key and a click every tenth of a second (how long the page took to answer
 * the slowest of them, and the same again). Needs ffmpeg to make the files.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { chromium } from "@playwright/test";
import { findChromium } from "../scripts/find-chromium.mjs";
import { serve } from "../scripts/serve.mjs";
import { makeRecording } from "./long-recording.mjs";

const FOLDER = ".cache/long";
const HOURS = { "hour.mp3": 1, "hour.flac": 1, "hour.wav": 1, "three-hours.mp3": 3, "three-hours.wav": 3 };
const wanted = process.argv.slice(2);

mkdirSync(FOLDER, { recursive: true });
for (const [name, hours] of Object.entries(HOURS)) make(name, hours);

const app = await serve({ folder: process.env.EARSHOT_DIST ?? "dist" });
console.log(
  "file | × real time | s | first results s | most memory MB | in use: × real time | most memory MB | slowest answer ms",
);
for (const [name, hours] of Object.entries(HOURS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const alone = await measure(path.join(FOLDER, name), false);
  const inUse = await measure(path.join(FOLDER, name), true);
  const speed = ({ tookS }) => ((hours * 3600) / tookS).toFixed(0);
  const figures = [
    ...[speed(alone), alone.tookS.toFixed(1), alone.firstS.toFixed(2), alone.processMB],
    ...[speed(inUse), inUse.processMB, inUse.slowestMs],
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

async function measure(file, isUsed) {
  const browser = await chromium.launch({ executablePath: findChromium(), args: ["--no-sandbox"] });
  const page = await browser.newPage();
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
  const memory = watchMemory(browser);
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

/**
 * The page's process by what the system says of it: private pages, its own, not the browser's code that all processes
 * share; script, WASM, sound and pictures, workers included. The browser tells which process that is.
 */
function watchMemory(browser) {
  let processMB = 0;
  let stopped = false;
  const watching = (async () => {
    const session = await browser.newBrowserCDPSession();
    while (!stopped) {
      const { processInfo } = await session.send("SystemInfo.getProcessInfo");
      const pages = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => privateMB(id));
      processMB = Math.max(processMB, ...pages);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  })();
  return {
    async stop() {
      stopped = true;
      await watching;
      return processMB;
    },
  };
}

function privateMB(pid) {
  if (!existsSync(`/proc/${pid}/smaps_rollup`)) return 0;
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  const kB = [...text.matchAll(/^Private_\w+:\s+(\d+) kB/gm)].reduce((sum, [, figure]) => sum + Number(figure), 0);
  return Math.round(kB / 1000);
}
