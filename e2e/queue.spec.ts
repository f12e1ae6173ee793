/** Many files at once: all heard, none lost; paused, cancelled, kept between visits, erased. */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { committedFixture } from "./fixtures/make-fixtures.mjs";
import { launchBrowser, openReady, serveApp } from "./support/app.ts";
import { type DroppedFile, dropFiles, dropFolder } from "./support/drop.ts";
import { cancelTookMs, watched, watchQueue } from "./support/queue-watch.ts";
import { chooseFiles, fileRow, openFile, type shownScores } from "./support/results.ts";

const MOST_CANCEL_MS = 300;
/** The page is never stuck; how quick it is, the figures say. */
const MOST_ANSWER_MS = 500;

// A trace films the page and copies all its rows at every step: it would be what is timed.
test.use({ trace: "off" });

let app: Awaited<ReturnType<typeof serveApp>>;
let browser: Browser;
let page: Page;

test.beforeAll(async () => {
  app = await serveApp();
  browser = await launchBrowser();
});
test.beforeEach(async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  page = await context.newPage();
  await page.addInitScript(watchQueue);
});
test.afterEach(() => page.context().close());
test.afterAll(async () => {
  await browser.close();
  await app.close();
});

const open = () => openReady(page, app.url, "files");
const rows = () => page.getByRole("table", { name: "Files" }).locator("tbody").getByRole("row");
const button = (name: string) => page.getByRole("button", { name, exact: true });
const figure = (words: string) => test.info().annotations.push({ type: "figure", description: words });

const base64Of = (fixture: string) => readFileSync(committedFixture(fixture)).toString("base64");
const CONTENT = {
  mp3: base64Of("ticking.mp3"),
  ogg: base64Of("ticking.ogg"),
  m4a: base64Of("ticking.m4a"),
  wav: null,
};
type Ending = keyof typeof CONTENT;
const ENDINGS = Object.keys(CONTENT) as Ending[];

/** Every fiftieth is bad, each in a way of its own. */
const BAD: Record<number, DroppedFile & { readonly says: string }> = {
  0: { name: "000 empty.mp3", base64: "", says: "This file is empty." },
  50: { name: "050 words.wav", base64: btoa("no sound at all ".repeat(20)), says: "This file holds no sound" },
  100: { name: "100 silent film.mp4", base64: base64Of("video-without-sound.mp4"), says: "This video has no sound." },
  150: { name: "150 cut.m4a", base64: CONTENT.m4a.slice(0, 4000), says: "This file is damaged: no sound could be" },
};

function mixedFile(index: number): DroppedFile {
  const ending = ENDINGS[index % ENDINGS.length] ?? "wav";
  const name = `${String(index).padStart(3, "0")}.${ending}`;
  return BAD[index] ?? { name, base64: CONTENT[ending], seconds: 1, toneHz: 200 + 10 * index };
}

/** What each row says beside its name. */
async function tableOf(): Promise<Map<string, string[]>> {
  const all = await rows().evaluateAll((elements) =>
    elements.map((row) => ({
      name: row.querySelector("button")?.getAttribute("aria-label") ?? "",
      cells: [...row.querySelectorAll("td")].slice(0, -1).map((cell) => cell.textContent ?? ""),
    })),
  );
  return new Map(all.map(({ name, cells }) => [name, cells]));
}

test("200 files dropped at once: all done, none lost, and there again after a reload", async () => {
  test.setTimeout(120_000);
  const files = Array.from({ length: 200 }, (_, index) => mixedFile(index));
  const bad = Object.values(BAD);
  await open();
  const startedMs = performance.now();
  await dropFiles(page, files);

  // The page is used meanwhile: rows are opened by mouse and keys, the list is searched.
  await expect(page.getByText(/ left$/)).toBeVisible();
  const search = page.getByRole("searchbox");
  for (const index of [1, 5, 9]) {
    await button(mixedFile(index).name).click();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await search.fill("ogg");
    await expect(rows()).toHaveCount(50);
    await search.fill("");
    await expect(rows()).toHaveCount(200);
  }
  expect(await rows().and(page.locator('[data-phase="waiting"]')).count()).toBeGreaterThan(0);
  await expect(page.getByText("196 of 200 done · 4 failed")).toBeVisible({ timeout: 40_000 });
  const tookS = (performance.now() - startedMs) / 1000;
  const { answersMs, longTasksMs } = await watched(page);
  figure(`${(200 / tookS).toFixed(1)} files a second while the page was used`);
  figure(`slowest answer ${Math.max(0, ...answersMs)} ms, longest task ${Math.round(Math.max(0, ...longTasksMs))} ms`);

  expect(answersMs.length).toBeGreaterThan(0);
  expect(Math.max(...answersMs)).toBeLessThan(MOST_ANSWER_MS);

  const before = await tableOf();
  expect([...before.keys()]).toEqual(files.map(({ name }) => name).sort());
  for (const { name, says } of bad) await expect(fileRow(page, name)).toContainText(says);
  const looked = ["001.ogg", "002.m4a", "003.wav", "199.wav"];
  const scores = new Map<string, Awaited<ReturnType<typeof shownScores>>>();
  for (const name of looked) scores.set(name, await openFile(page, name));

  await page.reload();
  await expect(rows()).toHaveCount(196);
  const after = await tableOf();
  for (const { name } of bad) before.delete(name);
  expect(after).toEqual(before);
  await expect(page.getByText("kept result", { exact: true })).toHaveCount(196);
  for (const name of looked) expect(await openFile(page, name)).toEqual(scores.get(name));
  await expect(page.getByLabel(/^Waveform of the whole file, /)).toBeVisible();
  await expect(page.getByRole("table", { name: "Events" }).or(page.getByText(/^No events/))).toBeVisible();
  await expect(page.getByText("The sound is not kept. Drop the file again to hear it.")).toBeVisible();

  // The file itself makes its result playable, without the model; a new one costs nothing that is there.
  await dropFiles(page, [mixedFile(199)]);
  await expect(button("Play")).toBeEnabled();
  await expect(page.getByText("kept result", { exact: true })).toHaveCount(195);
  expect((await watched(page)).packsMs).toEqual([]);
  await dropFiles(page, [{ name: "new.mp3", base64: CONTENT.mp3 }]);
  await expect(fileRow(page, "new.mp3")).toHaveAttribute("data-phase", "done");
  await expect(rows()).toHaveCount(197);
  await expect(page.getByRole("heading", { name: "199.wav" })).toBeVisible();

  await button("Remove all").click();
  await button("Erase all results").click();
  await expect(rows()).toHaveCount(0);
  await page.reload();
  await open();
  await expect(rows()).toHaveCount(0);
});

test("pause, resume, cancel one, cancel all: at once", async () => {
  const long = (index: number): DroppedFile => ({ name: `${index}.wav`, base64: null, seconds: 600 });
  const files = Array.from({ length: 20 }, (_, index) => long(index));
  await open();
  await dropFiles(page, files);
  await expect(fileRow(page, "0.wav")).toContainText("heard");

  await button("Pause").click();
  await expect(page.getByText("paused")).toBeVisible();
  const packs = async () => (await watched(page)).packsMs.length;
  let given = -1;
  const standsStill = async () => {
    const before = given;
    given = await packs();
    return given === before;
  };
  // What is in the model ends; then nothing is given to it any more.
  await expect.poll(standsStill, { intervals: [150] }).toBe(true);
  const words = await fileRow(page, "0.wav").textContent();
  await button("Resume").click();
  await expect(fileRow(page, "0.wav")).not.toHaveText(words ?? "");
  expect(await packs()).toBeGreaterThan(given);

  await button("Cancel 0.wav").click();
  await expect(fileRow(page, "0.wav")).toHaveAttribute("data-phase", "cancelled");
  const oneMs = await cancelTookMs(page, ["0.wav"]);
  await button("Cancel 5.wav").click();
  await expect(fileRow(page, "5.wav")).toHaveAttribute("data-phase", "cancelled");
  await expect(fileRow(page, "1.wav")).toContainText("heard");

  await button("Cancel all").click();
  await expect(page.locator('tr[data-phase="cancelled"]')).toHaveCount(20);
  const allMs = await cancelTookMs(page, ["1.wav", "19.wav"]);
  figure(`cancel of one took ${oneMs.toFixed(0)} ms, of all ${allMs.toFixed(0)} ms`);
  expect(Math.max(oneMs, allMs)).toBeLessThan(MOST_CANCEL_MS);

  // A short file goes through; besides it nothing was given to the model.
  const before = await watched(page);
  await dropFiles(page, [{ name: "short.wav", base64: null, seconds: 1 }]);
  await expect(fileRow(page, "short.wav")).toHaveAttribute("data-phase", "done");
  const { clicksMs, packsMs } = await watched(page);
  expect(packsMs.length).toBe(before.packsMs.length + 1);
  const lastMs = Math.max(0, ...before.packsMs) - (clicksMs.at(-1) ?? 0);
  expect(lastMs).toBeLessThan(MOST_CANCEL_MS);
  await expect(page.locator('tr[data-phase="cancelled"]')).toHaveCount(20);
});

test("a folder is heard whole, dropped or chosen; files of one name in two folders are two", async () => {
  const folder = path.join(test.info().outputPath("birds"));
  for (const name of ["robin/1.mp3", "wren/1.mp3", "wren/deep/2.mp3"]) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    copyFileSync(committedFixture("ticking.mp3"), path.join(folder, name));
  }
  writeFileSync(path.join(folder, "notes.txt"), "no sound");
  await open();
  await dropFolder(page, folder);
  await expect(page.locator('tr[data-phase="done"]')).toHaveCount(3);
  await expect(page.getByText("1 file that is no sound was left out.").first()).toBeVisible();
  // On disk a result arrives a moment after the screen says that it is done.
  await expect(async () => {
    await page.reload();
    await expect(page.getByText("kept result", { exact: true })).toHaveCount(3, { timeout: 3000 });
  }).toPass();

  // The same folder by its picker: the sound comes back, nothing comes twice.
  await page.getByLabel("Choose a folder").setInputFiles(folder);
  await expect(page.getByText("kept result", { exact: true })).toHaveCount(0);
  await expect(rows()).toHaveCount(3);
  await chooseFiles(page, committedFixture("ticking.ogg"));
  await expect(page.locator('tr[data-phase="done"]')).toHaveCount(4);
});
