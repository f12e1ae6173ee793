/** Hours of sound through the Files screen of the built app: how fast, how soon, how much memory. ffmpeg makes the files. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { chromium } from "@playwright/test";
import { findChromium } from "../scripts/find-chromium.mjs";
import { serve } from "../scripts/serve.mjs";
import { makeRecording } from "./long-recording.mjs";
import { collector, watchMemory } from "./page-memory.mjs";

const FOLDER = ".cache/long";
const HOURS = {
  "hour.mp3": 1,
  "hour.flac": 1,
  "hour.wav": 1,
  "three-hours.mp3": 3,
  "three-hours.wav": 3,
  "ten-hours.mp3": 10,
};
/** Memory is looked at so often; after a collection, which stops everything for a moment, more rarely. */
const LOOK_MS = 250;
const COLLECT_MS = 4000;
const REST_MS = 2000;

export const hoursOf = (name) => HOURS[name];

export const serveFiles = () => serve({ folder: process.env.EARSHOT_DIST ?? "dist" });

/** @param {readonly string[]} wanted none = all @returns {[name: string, file: string][]} */
export function longFiles(wanted) {
  mkdirSync(FOLDER, { recursive: true });
  const names = Object.keys(HOURS).filter((name) => wanted.length === 0 || wanted.includes(name));
  for (const name of names) make(name, HOURS[name]);
  return names.map((name) => [name, path.join(FOLDER, name)]);
}

/** A recording of varied sound, 44.1 kHz stereo, as long as wanted; more than an hour is the hour over and over. */
function make(name, hours) {
  const file = path.join(FOLDER, name);
  if (existsSync(file)) return;
  const extension = path.extname(name);
  const base = path.join(FOLDER, hours === 1 ? "recording.wav" : `hour${extension}`);
  if (hours > 1) make(`hour${extension}`, 1);
  else if (!existsSync(base)) makeRecording(base, 600);
  const codec = { ".mp3": ["-b:a", "128k"], ".flac": [], ".wav": ["-c:a", "pcm_s16le"] }[extension];
  const rest = ["-t", String(hours * 3600), ...(hours === 1 ? codec : ["-c", "copy"]), file];
  const { status } = spawnSync("ffmpeg", ["-v", "error", "-y", "-stream_loop", "-1", "-i", base, ...rest]);
  if (status !== 0) throw new Error(`ffmpeg made no ${name}`);
}

/** @param {{ isUsed?: boolean, isCollected?: boolean }} how in use, a key and a click each tenth of a second; garbage collected */
export async function hearFile(app, file, { isUsed = false, isCollected = false } = {}) {
  const browser = await chromium.launch({ executablePath: findChromium(), args: ["--no-sandbox"] });
  const page = await browser.newPage();
  const collect = isCollected ? await collector(page) : null;
  await page.goto(`${app.url}#/files`);
  await page
    .getByText(/^Ready\. /)
    .filter({ visible: true })
    .waitFor();
  // A page at rest: on a first visit the app is kept for later ones, and a new window draws its toolbar, for some seconds.
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
  await page.waitForTimeout(REST_MS);
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
  await appears(page, "#panel-files [role=meter]", 30_000);
  const firstS = (performance.now() - startedMs) / 1000;
  if (isUsed) await pressUntilDone(page, row);
  else await appears(page, "#panel-files [data-phase=done]", 900_000);
  const tookS = (performance.now() - startedMs) / 1000;
  const processMB = await memory.stop();
  const slowestMs = await page.evaluate(() => window.slowestMs);
  await browser.close();
  return { tookS, firstS, processMB, slowestMs };
}

/** At once: a locator would look every half second. */
function appears(page, selector, mostMs) {
  const look = ({ selector, mostMs }) =>
    new Promise((resolve, reject) => {
      const isThere = () => {
        if (document.querySelector(selector) === null) return;
        observer.disconnect();
        resolve();
      };
      const observer = new MutationObserver(isThere);
      observer.observe(document.body, { subtree: true, childList: true, attributes: true });
      isThere();
      setTimeout(() => reject(new Error(`${selector} did not appear`)), mostMs);
    });
  return page.evaluate(look, { selector, mostMs });
}

async function pressUntilDone(page, row) {
  const threshold = page.getByLabel("Heard from");
  for (let turn = 0; (await row.getAttribute("data-phase")) !== "done"; turn++) {
    await threshold.press(turn % 2 === 0 ? "ArrowRight" : "ArrowLeft");
    await page.getByRole("tab", { name: turn % 3 === 0 ? "Live" : "Files" }).click();
    await page.waitForTimeout(100);
  }
}
