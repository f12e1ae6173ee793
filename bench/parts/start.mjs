/** From an address to sound that can be heard: a first visit and a later one, and what a first visit costs in bytes. */
import { chromium } from "@playwright/test";
import { findChromium } from "../../scripts/find-chromium.mjs";
import { serve } from "../../scripts/serve.mjs";
import { digits, median, spread } from "../statistics.mjs";

const VISITS = 7;
/** A window that opens draws its own toolbar with two more pages, for half a second on two cores; nobody's page is slow for it. */
const WINDOW_MS = 2000;

export async function measure() {
  const app = await serve({ folder: "dist" });
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: ["--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"],
  });
  const times = { paint: [], firstReady: [], paintAgain: [], againReady: [], firstLabel: [], blocked: [] };
  const bytes = [];
  for (let visit = 0; visit < VISITS; visit++) {
    const context = await browser.newContext();
    const before = app.sentBytes();
    const first = await open(context, app.url);
    times.paint.push(first.paintMs);
    times.firstReady.push(first.readyMs);
    times.firstLabel.push(await untilLabel(first.page));
    bytes.push((app.sentBytes() - before) / 1e6);
    times.blocked.push(await first.page.evaluate(() => Math.max(0, ...window.longTasks)));
    // What is kept for later visits is fetched when sound can be heard: a later visit begins when it is there.
    await first.page.waitForTimeout(4000);
    await first.page.close();
    const again = await open(context, app.url);
    times.paintAgain.push(again.paintMs);
    times.againReady.push(again.readyMs);
    await context.close();
  }
  await browser.close();
  await app.close();
  return {
    title: "Start",
    words:
      "A profile that knows nothing, then the same one again, each in a window that is open and at rest. Ready: the model inside answered its golden window rightly. Everything comes from this machine, compressed as a host would.",
    columns: ["", "median (quartiles)"],
    rows: [
      ["first paint, first visit, ms", spread(times.paint)],
      ["ready to listen, first visit, ms", spread(times.firstReady)],
      ["first label after Try, first visit, ms", spread(times.firstLabel)],
      ["MB on the wire until then", digits(median(bytes))],
      ["longest task of the page until then, ms", spread(times.blocked)],
      ["first paint, later visit, ms", spread(times.paintAgain)],
      ["ready to listen, later visit, ms", spread(times.againReady)],
    ],
    ratios: {},
  };
}

async function open(context, url) {
  const page = await context.newPage();
  await page.addInitScript(() => {
    window.longTasks = [];
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) window.longTasks.push(duration);
    }).observe({ type: "longtask", buffered: true });
    const look = () => {
      if (/Ready\. \d+ labels/.test(document.body?.textContent ?? "")) window.readyMs = performance.now();
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await page.waitForTimeout(WINDOW_MS);
  await page.goto(`${url}#/live`);
  await page.waitForFunction(() => window.readyMs !== undefined);
  // It is told a moment after it was seen.
  await page.waitForFunction(() => performance.getEntriesByName("first-contentful-paint").length > 0);
  const [readyMs, paintMs] = await page.evaluate(() => [
    window.readyMs,
    performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN,
  ]);
  return { page, readyMs, paintMs };
}

async function untilLabel(page) {
  const startedMs = performance.now();
  await page.getByRole("button", { name: "Try a barking dog" }).click();
  await page.getByRole("list", { name: "Top labels" }).getByRole("meter").first().waitFor();
  return performance.now() - startedMs;
}
