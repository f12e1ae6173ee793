/** The screens and names that people and programs rely on, and what may not move, run again or get out. */
import path from "node:path";
import { type Browser, type BrowserContext, expect, type Page, test } from "@playwright/test";
import { SAMPLES } from "../src/samples/catalogue.ts";
import { tone } from "./fixtures/make-fixtures.mjs";
import { writeWav } from "./fixtures/wav.mjs";
import { launchBrowser, openReady, serveApp } from "./support/app.ts";
import { readTrace, watchLive } from "./support/live-trace.ts";
import { bars, chooseFiles, openFile, shownScores } from "./support/results.ts";

const FILE = path.resolve(".cache/e2e-screens.wav");
const FILE_NAME = path.basename(FILE);

/** What each sample is, in its model's words. */
const LABEL_OF_SAMPLE: Record<string, string> = {
  "ticking-clock": "clock tick",
  "dog-bark": "dog bark",
  flute: "flute",
  "snare-drum": "snare drum",
  rain: "rain",
  "spoken-seven": "seven",
};

declare global {
  interface Window {
    /** Windows that were given to the model. */
    runs: number;
    shifts: { value: number; of: string }[];
  }
}

// A picture of every frame of a screen that moves costs more than what it shows.
test.use({ trace: { mode: "retain-on-failure", screenshots: false } });

let app: Awaited<ReturnType<typeof serveApp>>;
let browser: Browser;
let context: BrowserContext;
let page: Page;

test.beforeAll(async () => {
  writeWav(FILE, [tone(440, 48_000, 4)], 48_000);
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
/** The button of a sample: they stand in the catalogue's order. */
const sample = (id: string) =>
  page
    .getByRole("list", { name: "Sounds to try" })
    .getByRole("button", { name: /^Try / })
    .nth(SAMPLES.findIndex((one) => one.id === id));
const stop = () => page.getByRole("button", { name: "Stop listening" }).click();

test("three tabs with addresses of their own; a model by address", async () => {
  await openReady(page, app.url, "live");
  for (const [name, address] of [
    ["Files", "#/files"],
    ["Models", "#/models"],
    ["Live", "#/live"],
  ] as const) {
    await page.getByRole("tab", { name, exact: true }).click();
    expect(new URL(page.url()).hash).toBe(address);
    await expect(page.getByRole("tab", { name, exact: true })).toHaveAttribute("aria-selected", "true");
    await expect(page.getByRole("tabpanel", { name, exact: true })).toBeVisible();
    await expect(page.getByRole("tabpanel")).toHaveCount(1);
    await expect(page).toHaveTitle(`${name} · Earshot`);
  }
  for (const [screen, model] of [
    ["live", "spoken-digits"],
    ["files", "everyday-sounds"],
    ["files", "spoken-digits"],
  ] as const) {
    await page.goto("about:blank");
    await openReady(page, app.url, screen, model);
    await expect(page.getByRole("combobox", { name: "Model" })).toHaveValue(model);
    await expect(page.getByRole("tabpanel", { name: screen === "live" ? "Live" : "Files" })).toBeVisible();
  }
  // The address changes while the page is open.
  await page.evaluate(() => {
    location.hash = "#/live?model=everyday-sounds";
  });
  await expect(page.getByRole("combobox", { name: "Model" })).toHaveValue("everyday-sounds");
  await expect(page.getByRole("button", { name: "Start listening" })).toBeVisible();
});

test("another function, number of labels or threshold never runs the model again", async () => {
  await countRuns();
  await openReady(page, app.url, "files");
  await slider("Labels shown").fill("10");
  await chooseFiles(page, FILE);
  const sigmoid = await openFile(page, FILE_NAME);
  const runs = await page.evaluate(() => window.runs);
  expect(runs, "windows of a file of 4 s").toBeGreaterThanOrEqual(4);

  const byFunction = async (name: string) => {
    await page.getByRole("combobox", { name: "Function" }).selectOption(name);
    return new Map((await shownScores(page)).map(({ label, score }) => [label, score]));
  };
  const logits = await byFunction("none");
  for (const { label, score } of sigmoid) {
    expect(1 / (1 + Math.exp(-(logits.get(label) ?? Number.NaN))), label).toBeCloseTo(score, 4);
  }
  const softmax = await byFunction("softmax");
  const [first, second] = sigmoid.map(({ label }) => label);
  const lead = (logits.get(first ?? "") ?? 0) - (logits.get(second ?? "") ?? 0);
  const ratio = (softmax.get(first ?? "") ?? 0) / (softmax.get(second ?? "") ?? 1);
  expect(Math.log(ratio), "softmax keeps the distance of logits").toBeCloseTo(lead, 2);
  expect([...softmax.values()].reduce((sum, score) => sum + score, 0)).toBeLessThanOrEqual(1 + 1e-4);
  expect(await byFunction("")).toEqual(new Map(sigmoid.map(({ label, score }) => [label, score])));

  for (const count of ["1", "10", "3"]) {
    await slider("Labels shown").fill(count);
    await expect(bars(page)).toHaveCount(Number(count));
  }
  await slider("Heard from").fill("0.9");
  expect(await page.evaluate(() => window.runs)).toBe(runs);
  // So that the count could have moved.
  await page.getByRole("combobox", { name: "Model" }).selectOption("spoken-digits");
  await expect.poll(() => page.evaluate(() => window.runs), { timeout: 30_000 }).toBeGreaterThan(runs);
});

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
  await page.evaluate(() => {
    window.shifts = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { value, sources } = entry as PerformanceEntry & { value: number; sources: { node: Node | null }[] };
        const of = sources.map(({ node }) => {
          const element = node instanceof Element ? node : node?.parentElement;
          return `${element?.tagName} ${element?.className}: ${node?.textContent}`;
        });
        window.shifts.push({ value, of: of.join(", ") });
      }
    }).observe({ type: "layout-shift" });
  });
  await page.waitForTimeout(5000);
  await sample("flute").click();
  await page.waitForTimeout(5000);
  await stop();
  await page.waitForTimeout(300);
  const shifts = await page.evaluate(() => window.shifts);
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

test("settings are still there after a reload", async () => {
  await openReady(page, app.url, "live");
  await slider("Labels shown").fill("3");
  await slider("Heard from").fill("0.35");
  await page.getByRole("combobox", { name: "Function" }).selectOption("softmax");
  await page.getByRole("button", { name: "Theme: system" }).click();
  await page.getByRole("button", { name: "Theme: light" }).click();
  await page.reload();
  await expect(slider("Labels shown")).toHaveValue("3");
  await expect(slider("Heard from")).toHaveValue("0.35");
  await expect(page.getByRole("combobox", { name: "Function" })).toHaveValue("softmax");
  await expect(page.getByRole("button", { name: "Theme: dark" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
});

test("the page is isolated, says nothing on the console and lets nothing out", async () => {
  const said: string[] = [];
  const asked: string[] = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && said.push(message.text()));
  page.on("pageerror", (error) => said.push(String(error)));
  context.on("request", (request) => asked.push(request.url()));
  const answer = await page.goto(app.url);
  const headers = answer?.headers() ?? {};
  expect(headers["cross-origin-opener-policy"]).toBe("same-origin");
  expect(headers["cross-origin-embedder-policy"]).toBe("require-corp");
  expect(headers["content-security-policy"]).toContain("default-src 'none'");
  expect(headers["content-security-policy"]).not.toContain("unsafe-inline");
  await expect(page.getByText(/^Ready\. \d+ labels\.$/)).toBeVisible({ timeout: 30_000 });
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await start();
  await expect(bars(page)).toHaveCount(5, { timeout: 15_000 });
  await stop();
  // Chromium's own word on a machine without a graphics device.
  expect(said.filter((text) => text !== "No available adapters.")).toEqual([]);
  expect(asked.filter((url) => !url.startsWith(app.url) && !url.startsWith("blob:"))).toEqual([]);

  // A script that got in could neither run inline nor send anything anywhere.
  const refused = await page.evaluate(async () => {
    const directives: string[] = [];
    document.addEventListener("securitypolicyviolation", (event) => directives.push(event.effectiveDirective));
    const script = document.createElement("script");
    script.textContent = "window.gotIn = true";
    document.head.append(script);
    await fetch("https://elsewhere.invalid/").catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 100));
    return { directives, gotIn: "gotIn" in window };
  });
  expect(refused).toEqual({ directives: ["script-src-elem", "connect-src"], gotIn: false });
});

/** Counts the windows that the page gives to any worker; before the page's own scripts. */
async function countRuns(): Promise<void> {
  await page.addInitScript(() => {
    window.runs = 0;
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (this: Worker, ...message: unknown[]) {
      if ((message[0] as { name?: string }).name === "run") window.runs++;
      Reflect.apply(post, this, message);
    };
  });
}
