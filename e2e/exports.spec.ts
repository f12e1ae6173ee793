/** What is exported, read back by readers that are not ours, is what the table shows, to the last digit the format has. */
import { type Browser, expect, type Page, test } from "@playwright/test";
import { strFromU8, unzipSync } from "fflate";
import { launchBrowser, serveApp } from "./support/app.ts";
import { eventRows, expectSameTimes, type ShownEvent, shownEvents, type TimedLabel } from "./support/events-table.ts";
import {
  type Cue,
  type Row,
  readAudacity,
  readCsv,
  readRaven,
  readWav,
  readWebVtt,
  type SavedFile,
  saved,
} from "./support/label-readers.ts";
import { inTurn, SAMPLES_RATE_HZ, wavFile } from "./support/recordings.ts";
import { chooseFiles, openFile, shownScores } from "./support/results.ts";
import { keepSettings } from "./support/settings.ts";

/** A name that CSV must quote and file systems must not be given. */
const YARD = 'yard, "north" <1>.wav';
const ROOM = "room.wav";
const ROOM_RATE_HZ = 44_100;

/** Low enough for every one of the sounds, so that there is something to export. */
const SETTINGS = { threshold: 0.3 };

const left = inTurn([1.3, "dog-bark", 3.1, ["ticking-clock", 3.7], 2.9, ["flute", 3], 3.3, ["dog-bark", 2.4], 2]);
const right = left.map((sample) => sample / 3);
// Played at another rate than it was made for: lower by a little, and the same to a model.
const room = inTurn([2, "snare-drum", 3, ["ticking-clock", 3], 1.7]);

let app: Awaited<ReturnType<typeof serveApp>>;
let browser: Browser;
let page: Page;
/** The table of each file. */
let yardEvents: ShownEvent[];
let roomEvents: ShownEvent[];

test.beforeAll(async () => {
  app = await serveApp();
  browser = await launchBrowser();
  page = await browser.newPage();
  await page.addInitScript(keepSettings, SETTINGS);
  await page.goto(`${app.url}#/files`);
  await chooseFiles(page, [wavFile(YARD, [left, right]), wavFile(ROOM, [room], ROOM_RATE_HZ)]);
  await openFile(page, ROOM);
  roomEvents = await shownEvents(page);
  await openFile(page, YARD);
  yardEvents = await shownEvents(page);
});

test.afterAll(async () => {
  await browser.close();
  await app.close();
});

const exported = (name: string): Promise<SavedFile> =>
  saved(page, () => page.getByRole("button", { name: `Export ${name}`, exact: true }).click());

test("the table has the sounds of the recording", () => {
  const labels = yardEvents.map(({ label }) => label);
  expect(labels).toEqual(["dog bark", "clock tick", "flute", "dog bark"]);
  expect(new Set(roomEvents.map(({ label }) => label))).toEqual(new Set(["snare drum", "clock tick"]));
});

test("CSV, by papaparse: every digit", async () => {
  const { name, text } = await exported("CSV");
  expect(name).toBe("yard, _north_ _1_.csv");
  expect(readCsv(text)).toEqual(yardEvents.map((event) => ({ file: YARD, ...texts(event) })));
});

test("JSON in the Hub's shape, with the clip's scores", async () => {
  const { name, text } = await exported("JSON");
  expect(name).toMatch(/\.json$/);
  const answer = JSON.parse(text);
  expect(answer).toMatchObject({ file: YARD, model: "everyday-sounds", function: "sigmoid" });
  expect(answer.duration).toBeCloseTo(left.length / SAMPLES_RATE_HZ, 3);
  expect(answer.events).toEqual(yardEvents.map(({ peak, ...event }) => ({ ...event, score: peak })));
  const shown = await shownScores(page);
  expect(answer.clip.slice(0, shown.length)).toEqual(
    shown.map(({ label, score }) => ({ label, score: expect.closeTo(score, 3) })),
  );
  expect(answer.clip).toHaveLength(22);
});

test("Audacity, by its published rules", async () => {
  const { name, text } = await exported("Audacity");
  expect(name).toMatch(/\.txt$/);
  expectSameTimes(readAudacity(text), yardEvents);
});

test("Raven, by its published rules", async () => {
  const { name, text } = await exported("Raven");
  expect(name).toMatch(/\.selections\.txt$/);
  const rows = readRaven(text);
  expectSameTimes(rows.map(ravenEvent), yardEvents);
  expect(rows.map((row) => [Number(row.Peak), Number(row.Mean)])).toEqual(
    yardEvents.map(({ peak, mean }) => [peak, mean]),
  );
  for (const row of rows) expect(row["File Offset (s)"]).toBe(row["Begin Time (s)"]);
});

test("WebVTT, by the browser's own TextTrack", async () => {
  const { name, text } = await exported("WebVTT");
  expect(name).toMatch(/\.vtt$/);
  expectSameTimes((await readWebVtt(page, text)).map(cueEvent), yardEvents);
});

test("another threshold: the export follows the table", async () => {
  await page.getByRole("slider", { name: "Heard from" }).fill("0.9");
  await expect(eventRows(page)).not.toHaveCount(yardEvents.length);
  const fewer = await shownEvents(page);
  expect(readCsv((await exported("CSV")).text)).toEqual(fewer.map((event) => ({ file: YARD, ...texts(event) })));
  await page.getByRole("slider", { name: "Heard from" }).fill(String(SETTINGS.threshold));
  await expect(eventRows(page)).toHaveCount(yardEvents.length);
});

test("a clip is the recording's own samples", async () => {
  for (const index of [0, yardEvents.length - 1]) {
    const { start, end, label } = yardEvents[index] as ShownEvent;
    await eventRows(page).nth(index).getByRole("button").click();
    await page.keyboard.press("Escape");
    const { name, bytes } = await saved(page, () => page.getByRole("button", { name: "Save clip" }).click());
    expect(name).toContain(label);
    expect(name).toMatch(/\.wav$/);
    const [from, to] = [Math.round(start * SAMPLES_RATE_HZ), Math.round(end * SAMPLES_RATE_HZ)];
    const channels = await readWav(page, bytes, SAMPLES_RATE_HZ);
    expect(channels.map(({ length }) => length)).toEqual([to - from, to - from]);
    for (const [channel, whole] of [left, right].entries()) {
      const samples = channels[channel] ?? new Float32Array();
      expect(whole.subarray(from, to).findIndex((sample, at) => sample !== samples[at])).toBe(-1);
    }
  }
});

test("all files at once: one table where the format knows of files, else a zip", async () => {
  await page.getByRole("radio", { name: "All files (2)" }).check();
  // In the order of the queue, which is that of the names.
  const all = [
    ...roomEvents.map((event) => ({ file: ROOM, event })),
    ...yardEvents.map((event) => ({ file: YARD, event })),
  ];

  const csv = await exported("CSV");
  expect(csv.name).toBe("earshot-events.csv");
  expect(readCsv(csv.text)).toEqual(all.map(({ file, event }) => ({ file, ...texts(event) })));

  const answers = JSON.parse((await exported("JSON")).text);
  expect(answers.map(({ file, events }: { file: string; events: unknown[] }) => [file, events.length])).toEqual([
    [ROOM, roomEvents.length],
    [YARD, yardEvents.length],
  ]);

  // Raven counts from the first file's beginning on, and says the place within the file beside it.
  const roomS = room.length / ROOM_RATE_HZ;
  const rows = readRaven((await exported("Raven")).text);
  expectSameTimes(rows.map(ravenEvent), [
    ...roomEvents,
    ...yardEvents.map((event) => ({ ...event, start: event.start + roomS, end: event.end + roomS })),
  ]);
  expect(rows.map((row) => [row["Begin File"], Number(row["File Offset (s)"])])).toEqual(
    all.map(({ file, event }) => [file, expect.closeTo(event.start, 6)]),
  );

  const audacity = unzipped(await exported("Audacity"));
  expect(Object.keys(audacity)).toEqual(["room.txt", "yard, _north_ _1_.txt"]);
  expectSameTimes(Object.values(audacity).flatMap(readAudacity), [...roomEvents, ...yardEvents]);

  const captions = unzipped(await exported("WebVTT"));
  expect(Object.keys(captions)).toEqual(["room.vtt", "yard, _north_ _1_.vtt"]);
  expectSameTimes((await readWebVtt(page, captions["room.vtt"] ?? "")).map(cueEvent), roomEvents);

  const summary = readCsv((await exported("summary")).text);
  expect(summary.map(({ file, model }) => [file, model])).toEqual(
    [ROOM, YARD].map((file) => [file, "everyday-sounds"]),
  );
  for (const row of summary) expect(row[row.top_label ?? ""]).toBe(row.top_score);
});

/** As CSV has it: the shortest digits that read back as the same number. */
function texts({ start, end, label, peak, mean }: ShownEvent) {
  return { start: String(start), end: String(end), label, peak: String(peak), mean: String(mean) };
}

function ravenEvent(row: Row): TimedLabel {
  return { start: Number(row["Begin Time (s)"]), end: Number(row["End Time (s)"]), label: row.Label ?? "" };
}

function cueEvent({ startTime, endTime, text }: Cue): TimedLabel {
  return { start: startTime, end: endTime, label: text };
}

function unzipped({ name, bytes }: SavedFile): Record<string, string> {
  expect(name).toMatch(/\.zip$/);
  return Object.fromEntries(Object.entries(unzipSync(bytes)).map(([entry, content]) => [entry, strFromU8(content)]));
}
