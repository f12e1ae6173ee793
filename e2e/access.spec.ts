/** For everyone: axe on every screen, the whole flow by keyboard alone, names for screen readers, calm, narrow screens. */
import { readFileSync } from "node:fs";
import path from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { type Browser, type BrowserContext, expect, type Page, test } from "@playwright/test";
import { tone } from "./fixtures/make-fixtures.mjs";
import { writeWav } from "./fixtures/wav.mjs";
import { launchBrowser, openReady, serveApp } from "./support/app.ts";
import { expectFocusSeen, tabTo } from "./support/keyboard.ts";
import { bars, chooseFiles, fileRow, openFile } from "./support/results.ts";

const FILE = path.resolve(".cache/e2e-tone.wav");
const FILE_NAME = path.basename(FILE);
const SPOKEN_DIGITS_READY = new RegExp(`^Ready\\. ${labelsOf("spoken-digits")} labels\\.$`);
const WIDTHS = [1280, 390];
const THEMES = ["light", "dark"] as const;

// A picture of every frame of a screen that moves costs more than what it shows.
test.use({ trace: { mode: "retain-on-failure", screenshots: false } });

let app: Awaited<ReturnType<typeof serveApp>>;
let browser: Browser;

test.beforeAll(async () => {
  writeWav(FILE, [tone(440, 48_000, 4)], 48_000);
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

test("axe finds nothing on any screen, light and dark, wide and narrow", async () => {
  test.setTimeout(120_000);
  // Contrast is judged where colours have arrived, not half-way through a fade.
  const page = await newPage({ reducedMotion: "reduce" });
  await openReady(page, app.url, "live");
  await expectNothing(page, "Live, off");
  await page.getByRole("button", { name: "Start listening" }).click();
  await expect(bars(page).first()).toBeVisible({ timeout: 15_000 });
  await expectNothing(page, "Live, listening");
  await page.getByRole("button", { name: "Stop listening" }).click();
  await refuseMicrophone(page);
  await page.getByRole("button", { name: "Start listening" }).click();
  await expect(page.getByRole("alert")).toContainText("was not allowed to use the microphone");
  await expectNothing(page, "Live, failed");

  await page.getByRole("tab", { name: "Files" }).click();
  await expectNothing(page, "Files, empty");
  await chooseFiles(page, FILE);
  await openFile(page, FILE_NAME);
  await expectNothing(page, "Files, with a result");

  await page.getByRole("tab", { name: "Models" }).click();
  await expect(page.getByRole("table", { name: "Backend trials" })).toBeVisible();
  await expectNothing(page, "Models");
});

test("the whole flow runs by keyboard alone", async () => {
  const page = await newPage({ viewport: { width: 1280, height: 900 } });
  await openReady(page, app.url, "live");
  const { keyboard } = page;
  const tab = (name: string) => page.getByRole("tab", { name });
  const slider = (name: string) => page.getByRole("slider", { name });

  // Live: listen, stop.
  await tabTo(page, tab("Live"));
  await tabTo(page, page.getByRole("button", { name: "Start listening" }));
  await keyboard.press("Enter");
  await expect(bars(page).first()).toBeVisible({ timeout: 15_000 });
  await expectFocusSeen(page);
  await expect(page.getByRole("button", { name: "Stop listening" })).toBeFocused();
  await keyboard.press("Space");
  await expect(page.getByRole("button", { name: "Start listening" })).toBeFocused();

  // Files: choose one, play it, seek.
  await tabTo(page, tab("Live"), "Shift+Tab");
  await keyboard.press("ArrowRight");
  await expect(tab("Files")).toBeFocused();
  await expect(tab("Files")).toHaveAttribute("aria-selected", "true");
  await expectFocusSeen(page);
  await tabTo(page, page.getByLabel("Choose audio files"));
  const choosing = page.waitForEvent("filechooser");
  await keyboard.press("Enter");
  await (await choosing).setFiles(FILE);
  await expect(fileRow(page, FILE_NAME)).toHaveAttribute("data-phase", "done", { timeout: 30_000 });
  await expectFocusSeen(page);
  await tabTo(page, page.getByRole("button", { name: FILE_NAME, exact: true }));
  await keyboard.press("Enter");
  await tabTo(page, page.getByRole("button", { name: "Play" }));
  await keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Pause" })).toBeFocused();
  await keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Play" })).toBeFocused();
  await tabTo(page, slider("Position in the file"));
  await keyboard.press("Home");
  for (let press = 0; press < 5; press++) await keyboard.press("ArrowRight");
  await expect(slider("Position in the file")).toHaveValue("0.5");
  await expect(page.getByRole("heading", { name: /^From 0:00/ })).toBeVisible();
  await keyboard.press("End");
  await expect(slider("Position in the file")).toHaveAttribute("aria-valuetext", "0:04 of 0:04");
  await tabTo(page, page.getByRole("button", { name: "Show the whole clip" }));
  await keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Whole clip" })).toBeVisible();

  // Settings: model, function, number of labels, threshold.
  await tabTo(page, page.getByRole("combobox", { name: "Model" }));
  await keyboard.type("spoken");
  await expect(page.getByRole("combobox", { name: "Model" })).toHaveValue("spoken-digits");
  await expect(page.getByText(SPOKEN_DIGITS_READY)).toBeVisible({ timeout: 30_000 });
  await expect(fileRow(page, FILE_NAME)).toHaveAttribute("data-phase", "done", { timeout: 30_000 });
  await tabTo(page, page.getByRole("combobox", { name: "Function" }));
  await keyboard.type("softmax");
  await expect(page.getByRole("combobox", { name: "Function" })).toHaveValue("softmax");
  await tabTo(page, slider("Labels shown"));
  await keyboard.press("Home");
  await expect(bars(page)).toHaveCount(1);
  await keyboard.press("ArrowRight");
  await expect(bars(page)).toHaveCount(2);
  await tabTo(page, slider("Heard from"));
  await keyboard.press("End");
  await expect(slider("Heard from")).toHaveAttribute("aria-valuetext", "1.00");

  // Models and back.
  await tabTo(page, tab("Files"), "Shift+Tab");
  await keyboard.press("End");
  await expect(tab("Models")).toBeFocused();
  await tabTo(page, page.getByRole("button", { name: "Use everyday-sounds" }));
  await keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "everyday-sounds is in use" })).toBeFocused();
  await expect(page.getByRole("table", { name: "Backend trials" })).toBeVisible({ timeout: 30_000 });
  await tabTo(page, page.getByRole("textbox", { name: "Hub id" }));
  await tabTo(page, tab("Models"), "Shift+Tab");
  await keyboard.press("Home");
  await expect(tab("Live")).toBeFocused();
  await expect(page.getByRole("button", { name: "Start listening" })).toBeVisible();

  // The way past the header.
  await page.reload();
  await keyboard.press("Tab");
  expect(await expectFocusSeen(page)).toBe("Skip to the content");
  await keyboard.press("Enter");
  await keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Start listening" })).toBeFocused();
});

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
  for (const reducedMotion of ["no-preference", "reduce"] as const) {
    const page = await newPage({ reducedMotion });
    await openReady(page, app.url, "live");
    await page.getByRole("button", { name: "Start listening" }).click();
    await expect(bars(page).first()).toBeVisible({ timeout: 15_000 });
    moved[reducedMotion] = await page.evaluate(countMotion, 2000);
    await page.close();
  }
  // The strip steps twice a second; nothing else moves but the bars' own values.
  expect(moved.reduce?.animations).toBe(0);
  expect(moved.reduce?.pictures).toBeLessThanOrEqual(6);
  // So that the count could have found something.
  expect(moved["no-preference"]?.animations).toBeGreaterThan(0);
  expect(moved["no-preference"]?.pictures).toBeGreaterThan(10);
});

test("nothing is wider than a screen of 360 px", async () => {
  const page = await newPage({ viewport: { width: 360, height: 740 } });
  await openReady(page, app.url, "live");
  await expectNoSideways(page, "Live, off");
  await page.getByRole("slider", { name: "Labels shown" }).fill("10");
  await page.getByRole("button", { name: "Start listening" }).click();
  await expect(bars(page).first()).toBeVisible({ timeout: 15_000 });
  await expectNoSideways(page, "Live, listening");
  await refuseMicrophone(page);
  await page.getByRole("button", { name: "Stop listening" }).click();
  await page.getByRole("button", { name: "Start listening" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await expectNoSideways(page, "Live, failed");
  await page.getByRole("tab", { name: "Files" }).click();
  await expectNoSideways(page, "Files, empty");
  await chooseFiles(page, FILE);
  await openFile(page, FILE_NAME);
  await expectNoSideways(page, "Files, with a result");
  await page.getByRole("tab", { name: "Models" }).click();
  await expectNoSideways(page, "Models");
});

/** In every theme and width. */
async function expectNothing(page: Page, where: string): Promise<void> {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of THEMES) {
      await page.emulateMedia({ colorScheme });
      const { violations } = await new AxeBuilder({ page }).analyze();
      const found = violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.target}`));
      expect(found, `${where}, ${width} px, ${colorScheme}`).toEqual([]);
    }
  }
}

async function expectNoSideways(page: Page, where: string): Promise<void> {
  const { wide, room } = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return { wide: scrollWidth, room: clientWidth };
  });
  expect(wide, `${where}: width of the page`).toBeLessThanOrEqual(room);
}

/** From now on the browser refuses, as after a click on Block. */
async function refuseMicrophone(page: Page): Promise<void> {
  await page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("refused", "NotAllowedError"));
  });
}

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

function labelsOf(model: string): number {
  return Object.keys(JSON.parse(readFileSync(`public/models/${model}/config.json`, "utf8")).id2label).length;
}
