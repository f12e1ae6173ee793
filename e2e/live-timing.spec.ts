/**
 * A minute of listening: nothing lost, at least four results a second, on screen within 100 ms, and a page that never
 * stands still. Sound is the fake microphone's own beeps: what is heard does not matter here.
 *
 * What "window end" means: the audio thread stamps a block of 256 frames when it renders its last one; the audio worker
 * takes off what the block holds beyond the window and what the resampler still keeps back (`live-intake.ts`), so that
 * filling a block, posting it and resampling it all count. Rendering comes in bursts of a hardware buffer, all stamped
 * alike: the test therefore dates windows by their place in the stream, counted from the stamp that waited least, and
 * never by a stamp that came late. Not in the figure: how long the sound took from the membrane to the audio thread.
 * What "bars" means: the frame after the one that paints them has begun.
 */
import { expect, type Page, test } from "@playwright/test";
import { launchBrowser, openReady, serveApp } from "./support/app.ts";
import { readTrace, streamStartMs, watchLive } from "./support/live-trace.ts";

const LISTEN_S = 60;
/** After Start, the page may build what it shows. */
const SETTLED_AFTER_MS = 1000;

interface LongTask {
  readonly startMs: number;
  readonly tookMs: number;
  readonly of: string;
}

declare global {
  interface Window {
    longTasks: LongTask[];
  }
}

// A trace takes a picture of every frame: it would be measured too.
test.use({ trace: "off" });

test("a minute of listening loses nothing and is never late", async () => {
  test.setTimeout(120_000);
  const app = await serveApp();
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    await openReady(page, app.url, "live");
    await watchLive(page);
    await watchLongTasks(page);
    await page.getByRole("button", { name: "Start listening" }).click();
    await page.waitForFunction(() => window.liveTrace.results.length > 0);
    const startMs = await page.evaluate(() => performance.now());
    await page.waitForTimeout(1000 * LISTEN_S);
    const { results } = await readTrace(page);
    const longTasks = (await page.evaluate(() => window.longTasks)).filter(
      ({ startMs: taskMs }) => taskMs >= startMs + SETTLED_AFTER_MS,
    );

    const first = results[0];
    const last = results.at(-1);
    if (!first || !last) throw new Error("no results");
    const heardS = last.endS - first.endS;
    const wallS = (last.shownAtMs - first.shownAtMs) / 1000;
    const renderedS = last.renderedS - first.renderedS;
    const perSecond = (results.length - 1) / wallS;
    const gapsMs = results.slice(1).map((result, index) => result.shownAtMs - (results[index]?.shownAtMs ?? 0));
    const shown = results.filter(({ frameAtMs }) => Number.isFinite(frameAtMs));
    const latenciesMs = shown.map(({ frameAtMs, endS }) => frameAtMs - (streamStartMs(results, endS) + 1000 * endS));
    const p95Ms = quantile(latenciesMs, 0.95);
    const longest = longTasks.toSorted((a, b) => b.tookMs - a.tookMs)[0];
    console.log(
      `${heardS.toFixed(2)} s live (${renderedS.toFixed(2)} s rendered in ${wallS.toFixed(2)} s): ${last.framesLost} frames lost, ${last.windowsDropped} windows dropped, ` +
        `${perSecond.toFixed(2)} results a second (longest pause ${Math.max(...gapsMs).toFixed(0)} ms); ` +
        `window end to bars: median ${quantile(latenciesMs, 0.5).toFixed(0)} ms, p95 ${p95Ms.toFixed(0)} ms, ` +
        `most ${Math.max(...latenciesMs).toFixed(0)} ms; ` +
        `tasks over 50 ms: ${longTasks.length}${longest ? `, longest ${longest.tookMs.toFixed(0)} ms (${longest.of})` : ""}`,
    );

    expect(wallS).toBeGreaterThan(LISTEN_S - 2);
    expect(last.framesLost, "frames lost between worklet and worker").toBe(0);
    // The same from outside: what arrived is as long as what was rendered, within a result and its way to the screen.
    expect(Math.abs(heardS - renderedS), "seconds that arrived against seconds rendered").toBeLessThan(0.3);
    expect(perSecond, "results a second").toBeGreaterThanOrEqual(4);
    expect(p95Ms, "p95 from window end to bars, ms").toBeLessThanOrEqual(100);
    expect(longTasks, "main-thread tasks over 50 ms").toEqual([]);
  } finally {
    await browser.close();
    await app.close();
  }
});

/** Tasks over 50 ms, with what the browser tells of them: scripts that ran in the frame, or the frame's container. */
async function watchLongTasks(page: Page): Promise<void> {
  await page.evaluate(() => {
    window.longTasks = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { name, attribution = [] } = entry as PerformanceEntry & {
          attribution?: { containerType: string; containerName: string; name: string }[];
        };
        const of = [name, ...attribution.map((one) => `${one.name}/${one.containerType}`)].join(" ");
        window.longTasks.push({ startMs: entry.startTime, tookMs: entry.duration, of });
      }
    }).observe({ type: "longtask", buffered: true });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { scripts = [] } = entry as PerformanceEntry & {
          scripts?: { duration: number; invoker: string; sourceURL: string; sourceFunctionName: string }[];
        };
        const task = window.longTasks.find(({ startMs, tookMs }) => {
          return startMs < entry.startTime + entry.duration && entry.startTime < startMs + tookMs;
        });
        const names = scripts.map((one) => `${one.invoker} ${one.sourceFunctionName} ${one.duration.toFixed(0)} ms`);
        if (task) Object.assign(task, { of: `${task.of}; ${names.join(", ")}` });
      }
    }).observe({ type: "long-animation-frame", buffered: true });
  });
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
