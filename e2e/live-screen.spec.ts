/** Live as it looks and moves while it listens: rows, words for what nobody knows, nothing that jumps, sounds to try. */
import AxeBuilder from "@axe-core/playwright";
import { type Browser, type BrowserContext, expect, type Page, test } from "@playwright/test";
import { SAMPLES } from "../src/samples/catalogue.ts";
import { launchBrowser, openReady, serveApp } from "./support/app.ts";
import { shiftsOf, watchShifts } from "./support/layout-shifts.ts";
import { readTrace, watchLive } from "./support/live-trace.ts";
import { bars, shownScores } from "./support/results.ts";

/** What each sample is, in its model's words. */
const LABEL_OF_SAMPLE: Record<string, string> = {
  "ticking-clock": "clock tick",
  "dog-bark": "dog bark",
  flute: "flute",
  "snare-drum": "snare drum",
  rain: "rain",
  "spoken-seven": "seven",
};

// A picture of every frame of a screen that moves costs more than what it shows.
test.use({ trace: { mode: "retain-on-failure", screenshots: false } });

let app: Awaited<ReturnType<typeof serveApp>>;
let browser: Browser;
let context: BrowserContext;
let page: Page;

test.beforeAll(async () => {
  app = await serveApp();
  browser = await launchBrowser();
});

test.afterAll(async () => {
  await browser.close();
  await app.close();
});

test.beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  page = await context.newPage();
});

test.afterEach(() => context.close());

const slider = (name: string) => page.getByRole("slider", { name });
const start = () => page.getByRole("button", { name: "Start listening" }).click();
const stop = () => page.getByRole("button", { name: "Stop listening" }).click();
/** The button of a sample: they stand in the catalogue's order. */
const sample = (id: string) =>
  page
    .getByRole("list", { name: "Sounds to try" })
    .getByRole("button", { name: /^Try / })
    .nth(SAMPLES.findIndex((one) => one.id === id));

test("live: as many bars as asked for, and nothing known where no label reaches the threshold", async () => {
  await openReady(page, app.url, "live");
  await start();
  await expect(bars(page)).toHaveCount(5, { timeout: 15_000 });
  for (const count of ["1", "10"]) {
    await slider("Labels shown").fill(count);
    await expect(bars(page)).toHaveCount(Number(count));
  }
  const headline = page.locator(".heard__headline .cross-fade__in");
  await slider("Heard from").fill("1");
  await expect(headline).toHaveText("nothing I know");
  await expect(page.getByText("No label reaches 1.00.")).toBeVisible();
  await expect(page.getByRole("status")).toContainText("Nothing I know.");
  await slider("Heard from").fill("0");
  await expect(headline).not.toHaveText("nothing I know");
  const labels = (await shownScores(page)).map(({ label }) => label);
  expect(labels).toContain(await headline.textContent());
  await expect(page.getByRole("status")).not.toContainText("Nothing I know.");
});

test("nothing jumps while it listens", async () => {
  await openReady(page, app.url, "live");
  await sample("dog-bark").click();
  await expect(bars(page)).toHaveCount(5, { timeout: 15_000 });
  await watchShifts(page);
  await page.waitForTimeout(5000);
  await sample("flute").click();
  await page.waitForTimeout(5000);
  await stop();
  await page.waitForTimeout(300);
  const shifts = await shiftsOf(page);
  expect(
    shifts.reduce((sum, { value }) => sum + value, 0),
    JSON.stringify(shifts),
  ).toBeLessThan(0.001);
});

test("every sample is heard as what it is", async () => {
  await openReady(page, app.url, "live");
  await watchLive(page);
  for (const { id, name } of SAMPLES) {
    const own = LABEL_OF_SAMPLE[id];
    expect(own, `the label of ${id}`).toBeDefined();
    await page.evaluate(() => window.liveTrace.results.splice(0));
    await sample(id).click();
    // The first window fills in 2 s at most; another model may have to be loaded before.
    await page.waitForFunction(() => (window.liveTrace.results.at(-1)?.endS ?? 0) >= 4, null, { timeout: 20_000 });
    const { results } = await readTrace(page);
    await stop();
    const surest = results
      .map(({ rows }) => rows.reduce((best, row) => (row.score > best.score ? row : best)))
      .filter(({ label }) => label !== "silence");
    const top = surest.reduce((best, one) => (one.score > best.score ? one : best));
    const times = surest.filter(({ label }) => label === own).length;
    console.log(`${name}: surest ${top.label} ${top.score.toFixed(2)}; first in ${times} of ${surest.length} windows`);
    expect.soft(top.label, name).toBe(own);
    expect.soft(top.score, name).toBeGreaterThanOrEqual(0.5);
    expect.soft(times / surest.length, `${name}: share of windows in which it is first`).toBeGreaterThan(0.5);
  }
});

test("the battery saver: a result a second, a screen that may sleep; and rest behind another tab", async () => {
  await page.addInitScript(() => {
    const held = new Set<unknown>();
    Object.defineProperty(navigator, "wakeLock", {
      value: {
        request: async () => {
          const lock = { released: false, release: async () => void held.delete(lock) };
          held.add(lock);
          return lock;
        },
      },
    });
    Object.assign(window, { screensHeld: () => held.size });
  });
  const screensHeld = () => page.evaluate(() => (window as never as { screensHeld(): number }).screensHeld());
  const windowsRun = async () => Number(await page.locator(".live").getAttribute("data-windows-run"));
  await openReady(page, app.url, "live");
  await start();
  await expect(bars(page)).toHaveCount(5, { timeout: 15_000 });
  expect(await screensHeld()).toBe(1);

  await page.getByText("Pace and battery").click();
  expect((await new AxeBuilder({ page }).include(".settings").analyze()).violations).toEqual([]);
  await page.getByLabel("Live results").selectOption("Battery saver");
  await expect(page.locator(".running-facts")).toContainText(/every (9\d0|10\d0) ms/, { timeout: 15_000 });
  expect(await screensHeld()).toBe(0);
  const before = await windowsRun();
  await page.waitForTimeout(4000);
  expect((await windowsRun()) - before).toBeLessThanOrEqual(6);

  await page.getByLabel("Live results").selectOption("Five a second");
  await page.getByLabel("Behind another tab").selectOption("Rest");
  const hide = (hidden: boolean) =>
    page.evaluate((now) => {
      Object.defineProperty(document, "hidden", { configurable: true, get: () => now });
      document.dispatchEvent(new Event("visibilitychange"));
    }, hidden);
  await hide(true);
  await page.waitForTimeout(500);
  const resting = await windowsRun();
  await page.waitForTimeout(2000);
  expect(await windowsRun()).toBe(resting);
  await hide(false);
  await expect.poll(windowsRun).toBeGreaterThan(resting + 3);
  await stop();
  expect(await screensHeld()).toBe(0);
});
