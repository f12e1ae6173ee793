/** Every request of a whole run goes to the app or the chosen Hub, and the policy has nothing to forbid; the recorder that says so can tell. */
import path from "node:path";
import { type Browser, type BrowserContext, expect, test } from "@playwright/test";
import { committedFixture } from "./fixtures/make-fixtures.mjs";
import { launchBrowser, openReady, serveApp } from "./support/app.ts";
import { startLoopbackHub } from "./support/loopback-hub.mjs";
import { waitKept } from "./support/offline.ts";
import { record } from "./support/recorder.ts";
import { bars, chooseFiles, openFile } from "./support/results.ts";

let hub: Awaited<ReturnType<typeof startLoopbackHub>>;
let app: Awaited<ReturnType<typeof serveApp>>;
let browser: Browser;
let context: BrowserContext;

test.beforeAll(async () => {
  const folder = path.resolve("e2e/models/everyday-sounds-without-fold-1");
  hub = await startLoopbackHub({ models: { "someone/sounds": folder } });
  app = await serveApp(hub.url);
  browser = await launchBrowser();
});
test.beforeEach(async () => {
  context = await browser.newContext({ serviceWorkers: "allow" });
});
test.afterEach(() => context.close());
test.afterAll(async () => {
  await browser.close();
  await app.close();
  await hub.close();
});

for (const visit of ["a first visit", "a visit under the service worker"]) {
  test(`${visit}: every screen, a model of the app and one of the Hub`, async () => {
    const page = await context.newPage();
    const { requests, foreign, violations } = record(context);
    await openReady(page, app.url, "live");
    if (visit !== "a first visit") {
      await waitKept(page, ["shell", "runtime"]);
      await page.reload();
      expect(await page.evaluate(() => navigator.serviceWorker.controller?.state)).toBe("activated");
    }
    await page.getByRole("button", { name: "Start listening" }).click();
    await expect(bars(page).first()).toBeVisible({ timeout: 30_000 });
    await page.getByRole("button", { name: "Stop listening" }).click();
    await openReady(page, app.url, "files", "spoken-digits");
    await chooseFiles(page, [committedFixture("ticking.mp3")]);
    expect(await openFile(page, "ticking.mp3")).toHaveLength(5);
    await openReady(page, app.url, "models", "someone/sounds");
    await page.getByRole("tab", { name: "Files" }).click();
    await chooseFiles(page, [committedFixture("video-ticking.mp4")]);
    expect(await openFile(page, "video-ticking.mp4")).toHaveLength(5);

    expect(foreign).toEqual([]);
    expect(violations).toEqual([]);
    const origins = requests.map((request) => new URL(request.url()).origin);
    expect([...new Set(origins)].sort()).toEqual([new URL(app.url).origin, hub.url].sort());
    // Those of workers are among them: they fetch the runtime and the Hub's weights.
    expect(requests.some((request) => request.url().endsWith(".wasm"))).toBe(true);
    expect(requests.some((request) => request.url().startsWith(hub.url) && request.url().includes(".onnx"))).toBe(true);
  });
}

test("the recorder sees what the policy forbade, and a request to a stranger", async () => {
  const told: string[] = [];
  const { foreign, violations } = record(context, (what) => told.push(what));
  const page = await context.newPage();
  await openReady(page, app.url, "live");
  expect(told).toEqual([]);
  await page.evaluate(() => fetch("http://127.0.0.1:9/").catch(() => null));
  await expect.poll(() => violations.join()).toContain("connect-src");
  await page.goto("http://127.0.0.1:9/").catch(() => null);
  await expect.poll(() => foreign).toContain("http://127.0.0.1:9/");
  expect(told.length).toBeGreaterThanOrEqual(2);
});
