/**
 * `npm run soak [-- hours]` (default 24): so many hours of recorded sound through the live path, as fast as this machine scores
 * its windows, with a fault every ten minutes of them: another model, a killed worker, a lost backend, an unplugged device.
 * Tells what was lost, how long each fault stopped the results, what the person was told, and the page's memory each hour.
 */
import { chromium } from "@playwright/test";
import { build } from "vite";
import { findChromium } from "../scripts/find-chromium.mjs";
import { serve } from "../scripts/serve.mjs";
import { collector, privateMemory } from "./page-memory.mjs";
import { digits, quantile } from "./statistics.mjs";

const HOURS = Number(process.argv[2] ?? 24);
const FAULT_EVERY_S = 600;
const HOUR_S = 3600;

await build({ mode: "bench", logLevel: "warn" });
const app = await serve({ folder: "dist-bench" });
const browser = await chromium.launch({ executablePath: findChromium(), args: ["--no-sandbox"] });
const page = await browser.newPage();
page.on("pageerror", (error) => console.error(error.message));
const collect = await collector(page);
const memory = await privateMemory(browser);
await page.goto(`${app.url}bench/page/`);
await page.waitForFunction(() => "bench" in window);

console.log(
  "hour | results | frames lost | windows dropped | MB held | most ms without a result after a fault | × real time | then on",
);
const faults = [];
const held = [];
for (let hour = 1; hour <= HOURS; hour++) {
  const startedMs = performance.now();
  const request = { appBase: app.url, seconds: HOUR_S, faultEveryS: FAULT_EVERY_S };
  const report = await page.evaluate((asked) => window.bench.soakFor(asked), request);
  const tookS = (performance.now() - startedMs) / 1000;
  await collect();
  held.push({ MB: await memory(), backend: report.backend });
  faults.push(...report.faults);
  const most = Math.max(...report.faults.map(({ recoveredMs }) => recoveredMs));
  const figures = [report.results, report.framesLost, report.windowsDropped, held.at(-1).MB, most.toFixed(0)];
  console.log(`${hour} | ${figures.join(" | ")} | ${(HOUR_S / tookS).toFixed(0)} | ${report.backend}`);
}
for (const kind of new Set(faults.map((fault) => fault.kind))) {
  const own = faults.filter((fault) => fault.kind === kind);
  const times = own.map(({ recoveredMs }) => recoveredMs);
  const words = [...new Set(own.map(({ told }) => told))].join(" / ");
  console.log(
    `${kind}: ${own.length} times, ms until the next result: median ${digits(quantile(times, 0.5))}, most ${digits(Math.max(...times))}; told: ${words || "(the screen itself)"}`,
  );
}
const later = held.slice(1);
for (const backend of new Set(later.map((one) => one.backend))) {
  const own = later.filter((one) => one.backend === backend).map(({ MB }) => MB);
  console.log(`memory after the first hour, on ${backend}: ${Math.min(...own)} to ${Math.max(...own)} MB`);
}
await browser.close();
await app.close();
