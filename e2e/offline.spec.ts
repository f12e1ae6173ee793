/** After one visit the app needs no network: the server is stopped, the network cut, and a fresh tab does what it always does. */
import { type Browser, type BrowserContext, expect, type Page, test } from "@playwright/test";
import { committedFixture } from "./fixtures/make-fixtures.mjs";
import { launchBrowser, openReady, serveApp, WEBGPU_ARGS } from "./support/app.ts";
import { appFiles, keptRevisions, waitKept, watchFailures } from "./support/offline.ts";
import { bars, chooseFiles, openFile } from "./support/results.ts";

let browser: Browser;
let context: BrowserContext;

test.beforeAll(async () => {
  browser = await launchBrowser();
});
test.beforeEach(async () => {
  context = await browser.newContext({ serviceWorkers: "allow" });
});
test.afterEach(() => context.close());
test.afterAll(() => browser.close());

/** One visit, then nothing answers any more. */
async function visitOnce(): Promise<string> {
  const app = await serveApp();
  const page = await context.newPage();
  await openReady(page, app.url, "live");
  await waitKept(page, ["shell", "runtime"]);
  await page.close();
  await app.close();
  await context.setOffline(true);
  return app.url;
}

const isolatedThreads = (page: Page) =>
  page.evaluate(() => ({ isolated: crossOriginIsolated, shared: typeof SharedArrayBuffer }));

test("a fresh tab opens, lists its screens, and both embedded models classify a file, on threads", async () => {
  const url = await visitOnce();
  const failures = watchFailures(context);
  const page = await context.newPage();
  await openReady(page, url, "files");
  expect(await isolatedThreads(page)).toEqual({ isolated: true, shared: "function" });
  for (const screen of ["Live", "Models", "Files"]) {
    await page.getByRole("tab", { name: screen }).click();
    await expect(page.getByRole("tabpanel", { name: screen })).toBeVisible();
  }
  await chooseFiles(page, [committedFixture("ticking.mp3")]);
  const [everyday] = await openFile(page, "ticking.mp3");
  expect(everyday).toEqual({ label: "clock tick", score: expect.closeTo(0.9, 0) });

  const other = await context.newPage();
  await openReady(other, url, "files", "spoken-digits");
  await chooseFiles(other, [committedFixture("video-ticking.mp4")]);
  const digits = await openFile(other, "video-ticking.mp4");
  expect(digits).toHaveLength(5);
  expect(digits[0]?.score).toBeLessThan(0.5);

  await other.getByRole("tab", { name: "Live" }).click();
  await other.getByRole("list", { name: "Sounds to try" }).getByRole("button", { name: "a spoken seven" }).click();
  await expect(bars(other).first()).toBeVisible({ timeout: 30_000 });
  expect(failures).toEqual([]);
});

test("more threads than one are measured offline, and run", async () => {
  const url = await visitOnce();
  const page = await context.newPage();
  const failures = watchFailures(context);
  await openReady(page, url, "models");
  const threads = await page.evaluate(async () => {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
    return memory.buffer instanceof SharedArrayBuffer;
  });
  expect(threads).toBe(true);
  expect(failures).toEqual([]);
});

test("where nothing can run WebGPU, its runtime is not fetched", async () => {
  const app = await serveApp();
  const page = await context.newPage();
  await openReady(page, app.url, "live");
  await waitKept(page, ["shell", "runtime"]);
  const kept = new Set(await keptRevisions(page));
  const asyncify = appFiles().filter(({ stage }) => stage === "webgpu");
  expect(asyncify.length).toBeGreaterThan(1);
  expect(asyncify.filter(({ revision }) => kept.has(revision))).toEqual([]);
  await app.close();
});

test("the WebGPU runtime, once it was asked for, is there offline as well", async () => {
  const graphical = await launchBrowser({ args: WEBGPU_ARGS });
  const own = await graphical.newContext({ serviceWorkers: "allow" });
  const app = await serveApp();
  const page = await own.newPage();
  await openReady(page, app.url, "live");
  await waitKept(page, ["shell", "runtime"]);
  await page.reload();
  await page.getByRole("combobox", { name: "Runs on" }).selectOption("webgpu");
  await waitKept(page, ["webgpu"]);
  await page.close();
  await app.close();
  await own.setOffline(true);
  const failures = watchFailures(own);
  const later = await own.newPage();
  await openReady(later, app.url, "live");
  await expect(later.getByText(/WebGPU/).first()).toBeVisible();
  expect(failures).toEqual([]);
  await graphical.close();
});
