/** For everyone: names, scores and news for screen readers, and calm for who asks for it. */
import { type Browser, type BrowserContext, expect, type Page, test } from "@playwright/test";
import { launchBrowser, openReady, serveApp } from "./support/app.ts";
import { refuseMicrophone } from "./support/microphone.ts";
import { bars } from "./support/results.ts";

// A picture of every frame of a screen that moves costs more than what it shows.
test.use({ trace: { mode: "retain-on-failure", screenshots: false } });

let app: Awaited<ReturnType<typeof serveApp>>;
let browser: Browser;

test.beforeAll(async () => {
  app = await serveApp();
  browser = await launchBrowser();
});

test.afterAll(async () => {
  await browser.close();
  await app.close();
});

const contexts: BrowserContext[] = [];
test.afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close();
});

async function newPage(options: Parameters<Browser["newContext"]>[0] = {}): Promise<Page> {
  const context = await browser.newContext(options);
  contexts.push(context);
  return context.newPage();
}

test("a screen reader is told names, scores and what happens", async () => {
  const page = await newPage();
  await openReady(page, app.url, "live");
  await expect(page.getByRole("status")).toHaveCount(1);
  await expect(page.getByRole("status")).toContainText("everyday-sounds is ready.");
  await expect(page.getByRole("heading", { level: 1, name: "Live" })).toBeAttached();
  await page.getByRole("button", { name: "Start listening" }).click();
  await expect(bars(page)).toHaveCount(5, { timeout: 15_000 });
  await expect(page.getByRole("list", { name: "Top labels" }).getByRole("listitem")).toHaveCount(5);
  const meters = await bars(page).evaluateAll((all) =>
    all.map((meter) => ({
      name: meter.getAttribute("aria-label") ?? "",
      now: meter.getAttribute("aria-valuenow"),
      least: meter.getAttribute("aria-valuemin"),
      most: meter.getAttribute("aria-valuemax"),
    })),
  );
  for (const { name, now, least, most } of meters) {
    expect(name).not.toBe("");
    expect([least, most]).toEqual(["0", "1"]);
    expect(now, name).toMatch(/^\d/);
    expect(Number(now), name).toBeGreaterThanOrEqual(0);
    expect(Number(now), name).toBeLessThanOrEqual(1);
  }
  expect(new Set(meters.map(({ name }) => name)).size).toBe(5);
  await expect(page.getByRole("status")).not.toContainText("is ready");
  await expect(page.getByRole("meter", { name: "Input level" })).toHaveAttribute("aria-valuetext", /dB|silence/);
  await expect(page.getByRole("img", { name: /^Spectrogram of the last \d+ seconds\./ })).toBeVisible();

  await page.getByRole("button", { name: "Stop listening" }).click();
  await refuseMicrophone(page);
  await page.getByRole("button", { name: "Start listening" }).click();
  await expect(page.getByRole("alert")).toHaveCount(1);
  await expect(page.getByRole("alert")).toContainText("Allow it in the address bar");
});

test("who asks for less motion gets less", async () => {
  const moved: Record<string, { animations: number; pictures: number }> = {};
  const page = await newPage();
  await openReady(page, app.url, "live");
  for (const reducedMotion of ["no-preference", "reduce"] as const) {
    await page.emulateMedia({ reducedMotion });
    await page.reload();
    await page.getByRole("button", { name: "Start listening" }).click();
    await expect(bars(page).first()).toBeVisible({ timeout: 15_000 });
    moved[reducedMotion] = await page.evaluate(countMotion, 2000);
  }
  // The strip steps twice a second; nothing else moves but the bars' own values.
  expect(moved.reduce?.animations).toBe(0);
  expect(moved.reduce?.pictures).toBeLessThanOrEqual(6);
  // So that the count could have found something.
  expect(moved["no-preference"]?.animations).toBeGreaterThan(0);
  expect(moved["no-preference"]?.pictures).toBeGreaterThan(10);
});

/** In the page: transitions and animations that took time, and pictures drawn of the history strip. */
async function countMotion(forMs: number): Promise<{ animations: number; pictures: number }> {
  let pictures = 0;
  const clear = CanvasRenderingContext2D.prototype.clearRect;
  CanvasRenderingContext2D.prototype.clearRect = function (...rect) {
    if (this.canvas.isConnected) pictures++;
    clear.apply(this, rect);
  };
  const seen = new Set<Animation>();
  const endMs = performance.now() + forMs;
  while (performance.now() < endMs) {
    for (const animation of document.getAnimations()) {
      if (Number(animation.effect?.getComputedTiming().duration ?? 0) > 0) seen.add(animation);
    }
    await new Promise((resolve) => setTimeout(resolve, 16));
  }
  return { animations: seen.size, pictures };
}
