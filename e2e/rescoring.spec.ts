/** What changes what is shown of scores never runs the model again; what changes the windows does, and says so. */
import { type Browser, expect, type Page, test } from "@playwright/test";
import { launchBrowser, serveApp } from "./support/app.ts";
import { eventRows, shownEvents } from "./support/events-table.ts";
import { inTurn, wavFile } from "./support/recordings.ts";
import { bars, chooseFiles, fileRow, openFile, shownScores } from "./support/results.ts";
import { keepSettings } from "./support/settings.ts";
import { watchWorkers, windowsRun } from "./support/worker-posts.ts";

const FILE = "yard.wav";
const THRESHOLD = "0.3";
const part = [1.3, "dog-bark", 3.1, "ticking-clock", 2.9, "flute", 2] as const;
/** Long enough to be seen running. */
const sound = inTurn(Array.from({ length: 6 }, () => part).flat());

declare global {
  interface Window {
    /** What the file's row and its progress bar said, in turn. */
    rowPhases: string[];
    progress: number[];
  }
}

let app: Awaited<ReturnType<typeof serveApp>>;
let browser: Browser;
let page: Page;
/** Of the first run; every later one is a mistake until the hop changes. */
let windows: number;

test.beforeAll(async () => {
  app = await serveApp();
  browser = await launchBrowser();
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.addInitScript(keepSettings, { threshold: Number(THRESHOLD), topK: 10 });
  await page.addInitScript(watchWorkers);
  await page.goto(`${app.url}#/files`);
  await chooseFiles(page, wavFile(FILE, [sound]));
  await openFile(page, FILE);
  windows = await windowsRun(page);
});

test.afterAll(async () => {
  await browser.close();
  await app.close();
});

const slider = (name: string) => page.getByRole("slider", { name, exact: true });
const choice = (name: string) => page.getByRole("combobox", { name, exact: true });
const scoresBy = async () => new Map((await shownScores(page)).map(({ label, score }) => [label, score]));
const expectNoRun = async () => expect(await windowsRun(page)).toBe(windows);

test("the whole file went through the model once", () => {
  // A window of 2 s every 0.5 s.
  expect(Math.abs(windows - sound.length / 48_000 / 0.5)).toBeLessThanOrEqual(5);
});

test("another function: the same logits, read otherwise", async () => {
  const sigmoid = await shownScores(page);
  const byFunction = async (name: string) => {
    await choice("Function").selectOption(name);
    return scoresBy();
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
  await expectNoRun();
});

test("another way to the whole clip's scores: mean, max and between", async () => {
  const byMethod = async (value: string) => {
    await choice("Whole clip by").selectOption(value);
    return scoresBy();
  };
  const mean = await byMethod("mean");
  const between = await byMethod("log-mean-exp");
  const max = await byMethod("max");
  const events = await shownEvents(page);
  for (const label of ["dog bark", "clock tick", "flute"]) {
    const peaks = events.filter((event) => event.label === label).map(({ peak }) => peak);
    expect(max.get(label), label).toBeCloseTo(Math.max(...peaks), 4);
    expect(max.get(label), label).toBeGreaterThan(between.get(label) ?? 1);
    expect(between.get(label), label).toBeGreaterThan(mean.get(label) ?? 1);
  }
  await byMethod("energy-mean");
  await expectNoRun();
});

test("the number of labels, the threshold and the rules for events", async () => {
  for (const count of ["1", "10", "3"]) {
    await slider("Labels shown").fill(count);
    await expect(bars(page)).toHaveCount(Number(count));
  }
  const before = await eventRows(page).count();
  await slider("Heard from").fill("0.95");
  await expect.poll(() => eventRows(page).count()).toBeLessThan(before);
  for (const { peak } of await shownEvents(page)) expect(peak).toBeGreaterThanOrEqual(0.95);
  await slider("Heard from").fill(THRESHOLD);
  await expect(eventRows(page)).toHaveCount(before);

  await page.getByText("Events", { exact: true }).and(page.locator("summary")).click();
  await slider("Shortest event").fill("5");
  await expect.poll(() => eventRows(page).count()).toBeLessThan(before);
  await slider("Shortest event").fill("0.3");
  // Pauses are about 3 s: every dog is one dog.
  await slider("Bridge gaps up to").fill("10");
  await expect.poll(() => eventRows(page).count()).toBeLessThanOrEqual(before);
  await slider("Bridge gaps up to").fill("1");
  await expect(eventRows(page)).toHaveCount(before);
  await expectNoRun();
});

test("a threshold of a label's own", async () => {
  const labels = async () => new Set((await shownEvents(page)).map(({ label }) => label));
  const before = await labels();
  await page.getByText("Thresholds by label").click();
  await page.getByRole("button", { name: "Turn off clock tick" }).click();
  await expect.poll(labels).toEqual(new Set([...before].filter((label) => label !== "clock tick")));
  await page.getByRole("button", { name: "Reset clock tick" }).click();
  await expect.poll(labels).toEqual(before);
  await slider("Threshold of flute").fill("1");
  await expect.poll(labels).toEqual(new Set([...before].filter((label) => label !== "flute")));
  await page.getByRole("button", { name: "Reset all" }).click();
  await expect.poll(labels).toEqual(before);
  await expectNoRun();
});

test("another hop runs the file again, with progress, and the events come anew", async () => {
  await page.evaluate(watchRow);
  await choice("A window every").selectOption("0.125");
  await expect.poll(() => windowsRun(page), { timeout: 30_000 }).toBeGreaterThan(2.5 * windows);
  await expect(fileRow(page, FILE)).toHaveAttribute("data-phase", "done", { timeout: 30_000 });
  expect(await page.evaluate(() => window.rowPhases)).toEqual(["running", "done"]);
  const progress = await page.evaluate(() => window.progress);
  expect(progress.length).toBeGreaterThan(0);
  expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  const labels = new Set((await shownEvents(page)).map(({ label }) => label));
  expect(labels).toEqual(new Set(["dog bark", "clock tick", "flute"]));
});

/** In the page: what the one row says while it changes. */
function watchRow(): void {
  window.rowPhases = [];
  window.progress = [];
  const row = document.querySelector<HTMLElement>("[aria-label='Files'] tbody tr");
  if (!row) throw new Error("no row");
  new MutationObserver(() => {
    const phase = row.dataset.phase ?? "";
    if (phase !== "waiting" && phase !== window.rowPhases.at(-1)) window.rowPhases.push(phase);
    const share = row.querySelector("[role=progressbar]")?.getAttribute("aria-valuenow");
    if (share && Number(share) !== window.progress.at(-1)) window.progress.push(Number(share));
  }).observe(row, { attributes: true, childList: true, subtree: true });
}
