/** Files that cannot be heard, or only in part, and odd ones that can: each with its sentence, and the next file still works. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { committedFixture, makeFixtures } from "./fixtures/make-fixtures.mjs";
import { launchBrowser, serveApp } from "./support/app.ts";
import { chooseFiles, fileRow, openFile } from "./support/results.ts";

const ticking = readFileSync(committedFixture("ticking.mp3"));
const half = (name: string) => {
  const bytes = readFileSync(committedFixture(name));
  return { name: `half-${name}`, mimeType: "", buffer: bytes.subarray(0, bytes.length >> 1) };
};

let app: Awaited<ReturnType<typeof serveApp>>;
let browser: Browser;
let page: Page;
let fixtures: Record<string, string>;

test.beforeAll(async () => {
  fixtures = makeFixtures(path.join(test.info().project.outputDir, "fixtures"));
  app = await serveApp();
  browser = await launchBrowser();
  page = await browser.newPage();
  await page.goto(`${app.url}#/files`);
});

test.afterAll(async () => {
  await browser.close();
  await app.close();
});

const fixture = (name: string): string => fixtures[name] ?? "";

/** A good file after a bad one: the way on. */
async function expectNextFileWorks(after: string): Promise<void> {
  const name = `after ${after}.mp3`;
  await chooseFiles(page, { name, mimeType: "audio/mpeg", buffer: ticking });
  expect(await openFile(page, name)).toHaveLength(5);
}

for (const { name, says } of [
  { name: "empty.wav", says: "This file is empty." },
  { name: "text-renamed.wav", says: "This file holds no sound that can be read." },
  { name: "header-only.mp3", says: "This file holds no sound that can be read." },
  { name: "video-without-sound.mp4", says: "This video has no sound." },
]) {
  test(`${name} is refused with a sentence`, async () => {
    await chooseFiles(page, fixture(name));
    await expect(fileRow(page, name).getByRole("alert")).toContainText(says);
    await expect(fileRow(page, name)).toContainText("could not be heard");
    await expectNextFileWorks(name);
  });
}

test("a truncated MP3 is heard as far as it goes, and the damage is told", async () => {
  await chooseFiles(page, fixture("truncated.mp3"));
  expect(await openFile(page, "truncated.mp3")).toHaveLength(5);
  await expect(fileRow(page, "truncated.mp3")).toContainText("damaged");
  await expect(page.getByText(/This file is damaged or cut off: [12]\.\d s of it could be read\./)).toBeVisible();
  await expect(page.getByText(/Covered 0:00.*–0:0[12]\.\d/)).toBeVisible();
});

test("a recording that lost its index says that nothing could be read", async () => {
  await chooseFiles(page, half("ticking.m4a"));
  await expect(fileRow(page, "half-ticking.m4a").getByRole("alert")).toContainText(
    "This file is damaged: no sound could be read from it.",
  );
});

test("half a video is heard as far as it goes", async () => {
  await chooseFiles(page, half("video-ticking.mp4"));
  expect(await openFile(page, "half-video-ticking.mp4")).toHaveLength(5);
  await expect(page.getByText(/This file is damaged or cut off: 0\.\d s of it could be read\./)).toBeVisible();
});

test("a video's sound is heard", async () => {
  await chooseFiles(page, committedFixture("video-ticking.mp4"));
  expect(await openFile(page, "video-ticking.mp4")).toHaveLength(5);
});

for (const name of [
  "8ch-192k.wav",
  "8k-mono.wav",
  "stereo-48k.wav",
  "clipped.wav",
  "very-short.wav",
  "nan-float.wav",
]) {
  test(`${name} is heard, with finite scores`, async () => {
    await chooseFiles(page, fixture(name));
    expect(await openFile(page, name)).toHaveLength(5);
    await expect(fileRow(page, name)).not.toContainText(/damaged|NaN|Infinity/);
    await expect(page.getByRole("tabpanel")).not.toContainText(/NaN|Infinity/);
  });
}

test("silence is silence", async () => {
  await chooseFiles(page, fixture("all-zero.wav"));
  const [best] = await openFile(page, "all-zero.wav");
  expect(best?.label === "silence" || (best?.score ?? 1) < 0.5, JSON.stringify(best)).toBe(true);
});
