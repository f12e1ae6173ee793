/** The timeline and the table of events: by keyboard and by pointer, in step with what plays. */
import { type Browser, expect, type Page, test } from "@playwright/test";
import { launchBrowser, serveApp } from "./support/app.ts";
import { eventRows, type ShownEvent, shownEvents } from "./support/events-table.ts";
import { shiftsOf, watchShifts } from "./support/layout-shifts.ts";
import { inTurn, SAMPLES_RATE_HZ, wavFile } from "./support/recordings.ts";
import { chooseFiles, openFile, shownScores } from "./support/results.ts";
import { keepSettings } from "./support/settings.ts";
import {
  clock,
  expectPlaying,
  momentOfBars,
  pixelsOf,
  playheadShare,
  pointAt,
  position,
  positionSlider,
  shownPart,
} from "./support/timeline.ts";
import { holdPictures, releasePictures, watchWorkers } from "./support/worker-posts.ts";

const FILE = "yard.wav";
const sound = inTurn([1.3, "dog-bark", 3.1, ["ticking-clock", 3.7], 2.9, ["flute", 3], 3.3, ["dog-bark", 2.4], 2]);
const durationS = sound.length / SAMPLES_RATE_HZ;

let app: Awaited<ReturnType<typeof serveApp>>;
let browser: Browser;
let page: Page;
let events: ShownEvent[];

test.beforeAll(async () => {
  app = await serveApp();
  browser = await launchBrowser();
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.addInitScript(keepSettings, { threshold: 0.3 });
  await page.addInitScript(watchWorkers);
  await page.goto(`${app.url}#/files`);
  await chooseFiles(page, wavFile(FILE, [sound]));
  await openFile(page, FILE);
  events = await shownEvents(page);
});

/** Each begins at the file's beginning, with the whole of it in sight and nothing playing. */
test.beforeEach(async () => {
  await positionSlider(page).focus();
  if (await page.getByRole("button", { name: "Pause" }).isVisible()) await page.keyboard.press("Space");
  await page.keyboard.press("Home");
  await page.keyboard.press("0");
});

test.afterAll(async () => {
  await browser.close();
  await app.close();
});

const press = async (...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};

test("arrow keys move the playhead, and the bars with it", async () => {
  await press("ArrowRight", "ArrowRight", "ArrowRight");
  expect(await position(page)).toBe(3);
  await press("Shift+ArrowRight");
  expect(await position(page)).toBe(13);
  await press("ArrowLeft");
  expect(await position(page)).toBe(12);
  await press("End");
  expect(await position(page)).toBeCloseTo(durationS, 3);
  await expect(positionSlider(page)).toHaveAttribute("aria-valuetext", /^0:25 of 0:25, /);
  await press("Home");
  expect(await position(page)).toBe(0);
  expect(await playheadShare(page)).toBeCloseTo(0, 2);

  for (const { start, end, label } of events) {
    const inside = Math.round((start + end) / 2);
    while ((await position(page)) < inside) await press("ArrowRight");
    expect(await playheadShare(page)).toBeCloseTo(inside / durationS, 2);
    const { fromS, toS } = await momentOfBars(page);
    expect(inside).toBeGreaterThanOrEqual(fromS - 0.1);
    expect(inside).toBeLessThanOrEqual(toS + 0.1);
    // What is spoken is the best of the bars.
    const scores = await shownScores(page);
    expect(scores.map((row) => row.label)).toContain(label);
    const [best] = scores;
    const words = `${best?.label} ${best?.score.toFixed(2)}`;
    await expect(positionSlider(page)).toHaveAttribute("aria-valuetext", `0:${pad(inside)} of 0:25, ${words}`);
  }
  await page.getByRole("button", { name: "Show the whole clip" }).click();
  await expect(page.getByRole("heading", { name: "Whole clip" })).toBeVisible();
});

test("keys zoom, move about and show the whole again", async () => {
  const spanS = async () => {
    const { fromS, toS } = await shownPart(page);
    return toS - fromS;
  };
  expect(await spanS()).toBeCloseTo(durationS, 3);
  await expect(page.getByRole("button", { name: "Whole file" })).toHaveAttribute("aria-disabled", "true");
  await press("Shift+ArrowRight", "+", "+", "=");
  expect(await spanS()).toBeCloseTo(durationS / 8, 2);
  const near = await shownPart(page);
  // Around the playhead, which keeps its place on the screen.
  expect(await playheadShare(page)).toBeCloseTo(10 / durationS, 2);
  await press("PageDown");
  expect((await shownPart(page)).fromS).toBeCloseTo(near.toS, 2);
  await press("PageUp");
  expect((await shownPart(page)).fromS).toBeCloseTo(near.fromS, 2);
  await press("-");
  expect(await spanS()).toBeCloseTo(durationS / 4, 2);
  await press("0");
  expect(await spanS()).toBeCloseTo(durationS, 3);
  // The same by buttons.
  await page.getByRole("button", { name: "Zoom in" }).click();
  expect(await spanS()).toBeCloseTo(durationS / 2, 2);
  await page.getByRole("button", { name: "Zoom out" }).click();
  expect(await spanS()).toBeCloseTo(durationS, 3);
});

test("Space plays: the playhead and the bars move on, and stand when it stands", async () => {
  await press("Space");
  await expectPlaying(page, true);
  const before = await clock(page);
  const { toS } = await momentOfBars(page);
  await expect.poll(() => clock(page)).toBeGreaterThan(Math.max(before, toS) + 1);
  expect(await playheadShare(page)).toBeGreaterThan((before + 0.5) / durationS);
  expect((await momentOfBars(page)).toS).toBeGreaterThan(toS);
  await press("Space");
  await expectPlaying(page, false);
  const stood = await clock(page);
  expect(Math.abs((await playheadShare(page)) - stood / durationS)).toBeLessThan(0.01);
  expect(Math.abs((await position(page)) - stood)).toBeLessThan(0.15);
  await page.waitForTimeout(200);
  expect(await clock(page)).toBe(stood);
  await press("Escape");
  await expect(positionSlider(page)).not.toBeFocused();
});

test("a click on the detail plays from there", async () => {
  await page.mouse.click(...(await pointAt(page, 0.5)));
  await expectPlaying(page, true);
  const at = await clock(page);
  expect(at).toBeGreaterThanOrEqual(durationS / 2 - 0.1);
  expect(at).toBeLessThan(durationS / 2 + 2);
  await expect(positionSlider(page)).toBeFocused();
  await press("Space");
  await expectPlaying(page, false);
});

test("arrow keys in the table step through the events and play each to its end", async () => {
  const row = (index: number) => eventRows(page).nth(index);
  const last = events.length - 1;
  await press("+", "+", "+");
  await row(0).getByRole("button").focus();
  await press("ArrowDown");
  await expect(row(1).getByRole("button")).toBeFocused();
  await expect(row(1)).toHaveAttribute("aria-current", "true");
  await expectPlaying(page, true);
  expect(await clock(page)).toBeGreaterThanOrEqual((events[1]?.start ?? 0) - 0.3);
  await press("Escape");
  await expectPlaying(page, false);
  expect(await clock(page)).toBeLessThan(events[1]?.end ?? 0);

  await press("End");
  await expect(row(last).getByRole("button")).toBeFocused();
  await expectPlaying(page, true);
  const { start, end } = events[last] as ShownEvent;
  const { fromS, toS } = await shownPart(page);
  expect(fromS).toBeLessThanOrEqual(start);
  expect(toS).toBeGreaterThanOrEqual(end);
  // A little is heard before and after it.
  await expectPlaying(page, false, 10_000);
  const stopped = await clock(page);
  expect(stopped).toBeGreaterThanOrEqual(end);
  expect(stopped).toBeLessThan(end + 0.5);

  await press("ArrowDown");
  await expect(row(last).getByRole("button")).toBeFocused();
  await press("ArrowUp");
  await expect(row(last - 1)).toHaveAttribute("aria-current", "true");
  await expect(row(last)).not.toHaveAttribute("aria-current");
  await press("Home");
  await expect(row(0).getByRole("button")).toBeFocused();
  await press("Escape");
  await expectPlaying(page, false);
});

test("the pointer shows the scores of its moment, and nothing moves", async () => {
  await watchShifts(page);
  const readout = page.locator(".readout__moment");
  const places = () =>
    readout.locator("[data-place]").evaluateAll((all) => all.map((one) => one.getBoundingClientRect().x));
  const stood = await places();
  for (const { start, end, label, peak } of events) {
    const timeS = (start + end) / 2;
    await page.mouse.move(...(await pointAt(page, timeS / durationS)));
    await expect(readout).toContainText(label);
    const words = (await readout.textContent()) ?? "";
    expect(words).toMatch(new RegExp(`0:${pad(timeS)}\\.\\d`));
    const [, score] = new RegExp(`${label} (\\d\\.\\d\\d)`).exec(words) ?? [];
    expect(Number(score)).toBeLessThanOrEqual(peak + 0.005);
    expect(await places()).toEqual(stood);
  }
  await page.mouse.move(5, 5);
  await expect(readout).toBeHidden();
  await page.waitForTimeout(100);
  // A score stands behind its label, however long that is.
  expect((await shiftsOf(page)).filter(({ of }) => !/^(SPAN : {2}\d\.\d\d(, )?)+$/.test(of))).toEqual([]);
});

test("Ctrl and wheel zoom at the pointer, a drag moves the part", async () => {
  const [x, y] = await pointAt(page, 0.25);
  await page.mouse.move(x, y);
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, -240);
  await page.keyboard.up("Control");
  await expect.poll(async () => (await shownPart(page)).toS).toBeLessThan(durationS - 5);
  const near = await shownPart(page);
  const spanS = near.toS - near.fromS;
  expect(near.fromS + spanS / 4).toBeCloseTo(durationS / 4, 1);
  await page.mouse.down();
  await page.mouse.move(...(await pointAt(page, 0.05)), { steps: 5 });
  await page.mouse.up();
  await expect.poll(async () => (await shownPart(page)).fromS).toBeCloseTo(near.fromS + 0.2 * spanS, 1);
  await expectPlaying(page, false);
});

test("what is zoomed into is drawn finely, from the audio worker", async () => {
  const part = () => page.evaluate(() => window.workerPosts.pictures.at(-1));
  await holdPictures(page);
  await press("ArrowRight", "ArrowRight", "+", "+", "+");
  const { fromS, toS } = await shownPart(page);
  await expect.poll(part).toEqual({ fromS: expect.closeTo(fromS, 2), toS: expect.closeTo(toS, 2) });
  const coarse = await pixelsOf(page);
  await releasePictures(page);
  await expect.poll(() => pixelsOf(page)).not.toBe(coarse);
});

/** Whole seconds under a minute, as a clock has them. */
function pad(seconds: number): string {
  return String(Math.floor(seconds)).padStart(2, "0");
}
