/** A newer version of the app is offered, never forced; what is stored beside it stays. */
import { readFileSync, writeFileSync } from "node:fs";
import { type Browser, type BrowserContext, expect, type Page, test } from "@playwright/test";
import { serve } from "../scripts/serve.mjs";
import { committedFixture } from "./fixtures/make-fixtures.mjs";
import { launchBrowser, openReady } from "./support/app.ts";
import { keepPages } from "./support/keep-pages.ts";
import { startLoopbackHub } from "./support/loopback-hub.mjs";
import { appFiles, copyApp, keptRevisions, makeNextVersion, waitKept } from "./support/offline.ts";
import { allowOrigin } from "./support/recorder.ts";
import { bars, chooseFiles, openFile } from "./support/results.ts";

let browser: Browser;
let context: BrowserContext;
let folder: string;
let app: Awaited<ReturnType<typeof serve>>;
let hub: Awaited<ReturnType<typeof startLoopbackHub>>;

test.beforeAll(async () => {
  browser = await launchBrowser();
});
test.beforeEach(async () => {
  folder = copyApp(`update-${test.info().testId}`);
  hub = await startLoopbackHub({ models: { "someone/sounds": "e2e/models/everyday-sounds-without-fold-1" } });
  allowOrigin(hub.url);
  app = await serve({ folder, hub: hub.url });
  context = await browser.newContext({ serviceWorkers: "allow" });
});
test.afterEach(async () => {
  await keepPages(context);
  await context.close();
  await app.close();
  await hub.close();
});
test.afterAll(() => browser.close());

const notice = (page: Page) => page.getByRole("status").getByText("A new version of Earshot is here.");
const version = (page: Page) => page.locator("body").getAttribute("data-version");

async function openKept(): Promise<Page> {
  const page = await context.newPage();
  await openReady(page, app.url, "live");
  await waitKept(page, ["shell", "runtime"], folder);
  return page;
}

/** What the browser does by itself at the next visit, or when somebody comes back to an open page after an hour. */
const askForUpdate = (page: Page) =>
  page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()));

test("a new version waits until Reload is pressed; what runs goes on; stored models stay; old files go", async () => {
  test.slow();
  const page = await openKept();
  // A model of the Hub is stored, as the library does it; so is something of another app on this origin.
  await openReady(page, app.url, "live", "someone/sounds");
  await page.evaluate(async () => (await caches.open("of-another-app")).put("/thing", new Response("kept")));
  const downloads = () => hub.requests.filter((url) => url.includes(".onnx")).length;
  const downloaded = downloads();
  expect(downloaded).toBeGreaterThan(0);
  const before = new Set(appFiles(folder).map(({ revision }) => revision));
  await page.getByRole("list", { name: "Sounds to try" }).getByRole("button", { name: "a flute" }).click();
  await expect(bars(page).first()).toBeVisible({ timeout: 30_000 });
  await page.evaluate(() => Object.assign(window, { samePage: true }));

  makeNextVersion(folder);
  await askForUpdate(page);
  await expect(notice(page)).toBeVisible({ timeout: 30_000 });
  await expect(notice(page)).toContainText("Reloading ends what is running now.");
  await expect(page.getByRole("button", { name: "Stop listening" })).toBeVisible();
  // The next version is whole beside this one, and this one still has its files.
  await page.waitForTimeout(1500);
  expect(await page.evaluate(() => "samePage" in window)).toBe(true);
  await expect(page.getByRole("button", { name: "Stop listening" })).toBeVisible();
  await page.getByRole("button", { name: "Stop listening" }).click();
  expect(await version(page)).toBe(null);
  await page.getByRole("tab", { name: "Models" }).click();
  await page.getByRole("button", { name: "Use spoken-digits" }).click();
  await expect(page.getByText(/^Ready\. It runs in this page/)).toBeVisible({ timeout: 30_000 });

  await page.getByRole("button", { name: "Reload" }).click();
  await expect.poll(() => version(page)).toBe("next");
  await expect(page.getByText(/^Ready\. It runs in this page/)).toBeVisible({ timeout: 30_000 });
  await expect(notice(page)).toHaveCount(0);
  expect(await page.evaluate(async () => (await caches.match("/thing"))?.text())).toBe("kept");
  const fresh = await context.newPage();
  await openReady(fresh, app.url, "files", "someone/sounds");
  await chooseFiles(fresh, [committedFixture("ticking.mp3")]);
  expect(await openFile(fresh, "ticking.mp3")).toHaveLength(5);
  expect(downloads()).toBe(downloaded);
  await fresh.close();

  // What only the old version had is gone; what both have was not fetched again.
  const now = new Set(appFiles(folder).map(({ revision }) => revision));
  const outdated = [...before].filter((revision) => !now.has(revision));
  expect(outdated.length).toBeGreaterThan(0);
  await expect.poll(async () => (await keptRevisions(page)).filter((kept) => outdated.includes(kept))).toEqual([]);
});

test("Later is an answer; the next start has the new version by itself, and offline", async () => {
  const page = await openKept();
  makeNextVersion(folder);
  await askForUpdate(page);
  await expect(notice(page)).toBeVisible({ timeout: 30_000 });
  await page.getByRole("button", { name: "Later" }).click();
  await expect(notice(page)).toHaveCount(0);
  await page.close();
  await app.close();
  await context.setOffline(true);
  // A waiting worker takes over a moment after the last page is gone.
  await expect(async () => {
    const next = await context.newPage();
    await next.goto(app.url);
    const found = await version(next);
    if (found !== "next") await next.close();
    expect(found).toBe("next");
  }).toPass({ timeout: 20_000 });
  const [next] = context.pages();
  if (!next) throw new Error("no page");
  await openReady(next, app.url, "files", "spoken-digits");
  await chooseFiles(next, [committedFixture("ticking.mp3")]);
  expect(await openFile(next, "ticking.mp3")).toHaveLength(5);
});

test("a tab that did not ask goes on with its own version, and is told", async () => {
  const asking = await openKept();
  const other = await context.newPage();
  await openReady(other, app.url, "models");
  makeNextVersion(folder);
  await askForUpdate(asking);
  await expect(notice(asking)).toBeVisible({ timeout: 30_000 });
  await asking.getByRole("button", { name: "Reload" }).click();
  await expect.poll(() => version(asking)).toBe("next");
  await expect(notice(other)).toBeVisible();
  expect(await version(other)).toBe(null);
  // Its own files, which the host no longer has, are still there for it.
  await other.getByRole("button", { name: "Use spoken-digits" }).click();
  await expect(other.getByText(/^Ready\. It runs in this page/)).toBeVisible({ timeout: 30_000 });
  await other.getByRole("button", { name: "Reload" }).click();
  await expect.poll(() => version(other)).toBe("next");
});

test("a host that is changing versions right now spoils nothing", async () => {
  const page = await openKept();
  // The worker's list is of one version, the page that the host gives of another.
  const script = `${folder}/service-worker.js`;
  const old = readFileSync(script, "utf8");
  makeNextVersion(folder);
  const pageRevision = appFiles(folder).find(({ url }) => url === "./")?.revision ?? "";
  const half = old.replace(/("url":"\.\/","revision":")[^"]+/, `$1${pageRevision}`);
  expect(half).not.toBe(old);
  writeFileSync(script, half);
  const outcome = await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.update();
    const worker = registration.installing;
    if (!worker) return "none";
    await new Promise((resolve) => worker.addEventListener("statechange", resolve, { once: true }));
    return worker.state;
  });
  expect(outcome).toBe("redundant");
  await page.reload();
  expect(await version(page)).toBe(null);
  await expect(page.getByRole("button", { name: "Start listening" })).toBeVisible();
});
