/** After one visit the app needs no network: the server is stopped, the network cut, and a fresh tab does what it always does. */
import { readFileSync, statSync } from "node:fs";
import { type Browser, type BrowserContext, expect, test } from "@playwright/test";
import { makeFixtures } from "./fixtures/make-fixtures.mjs";
import { launchBrowser, openReady, serveApp, WEBGPU_ARGS } from "./support/app.ts";
import { startLoopbackHub } from "./support/loopback-hub.mjs";
import { appFiles, keptRevisions, waitKept, watchFailures } from "./support/offline.ts";
import { bars, chooseFiles, openFile, type ShownScore } from "./support/results.ts";
import { rememberTwoThreads } from "./support/threads.ts";

const WAV = makeFixtures(".cache/e2e/offline-sounds")["stereo-48k.wav"] ?? "";

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

/** Of the Hub: downloaded at the one visit. */
const DOWNLOADED = "someone/sounds";
const HUB_FOLDERS = { [DOWNLOADED]: "e2e/models/everyday-sounds-without-fold-1" };
const startHub = () => startLoopbackHub({ models: HUB_FOLDERS });

/** One visit, then nothing answers any more. */
async function visitOnce(): Promise<string> {
  const hub = await startHub();
  const app = await serveApp(hub.url);
  const page = await context.newPage();
  await openReady(page, app.url, "live", DOWNLOADED);
  await waitKept(page, ["shell", "runtime"]);
  await page.close();
  await app.close();
  await hub.close();
  await context.setOffline(true);
  return app.url;
}

const MODELS = ["everyday-sounds", "spoken-digits", DOWNLOADED] as const;

/** A WAV classified by a model in a tab of its own. */
async function classify(where: BrowserContext, url: string, model: string): Promise<ShownScore[]> {
  await rememberTwoThreads(where);
  await rememberTwoThreads(where, HUB_FOLDERS);
  const page = await where.newPage();
  await openReady(page, url, "files", model);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  // Another name for each model, or the result of the one before is taken.
  const name = `${model.replace("/", "-")}.wav`;
  await chooseFiles(page, { name, mimeType: "audio/wav", buffer: readFileSync(WAV) });
  const scores = await openFile(page, name);
  await page.getByRole("tab", { name: "Models" }).click();
  await expect(page.getByText("Ready. It runs in this page on WASM, 2 threads.")).toBeVisible();
  await page.close();
  return scores;
}

test("a fresh tab opens, lists its screens, and both embedded models and a downloaded one classify a file on threads", async () => {
  test.slow();
  const hub = await startHub();
  const app = await serveApp(hub.url);
  const online = await browser.newContext();
  const expected = [];
  for (const model of MODELS) expected.push(await classify(online, app.url, model));
  await online.close();
  await app.close();
  await hub.close();

  const url = await visitOnce();
  const failures = watchFailures(context);
  const page = await context.newPage();
  await openReady(page, url, "live");
  for (const screen of ["Files", "Models", "Live"]) {
    await page.getByRole("tab", { name: screen }).click();
    await expect(page.getByRole("tabpanel", { name: screen })).toBeVisible();
  }
  await page.getByRole("tab", { name: "Models" }).click();
  await expect(page.getByRole("tabpanel", { name: "Models" }).getByText(DOWNLOADED).first()).toBeVisible();
  await page.getByRole("tab", { name: "Live" }).click();
  await page.getByRole("list", { name: "Sounds to try" }).getByRole("button", { name: "a spoken seven" }).click();
  await expect(bars(page).first()).toBeVisible({ timeout: 30_000 });
  await page.close();

  for (const [index, model] of MODELS.entries()) {
    const scores = await classify(context, url, model);
    expect(scores).toHaveLength(5);
    expect(scores).toEqual(expected[index]);
  }
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

test("where something can, it is there offline as well", async () => {
  // A software device counts as none for the choice of backend; here it is to pass for a real one.
  const graphical = await launchBrowser({ args: WEBGPU_ARGS });
  const own = await graphical.newContext({ serviceWorkers: "allow" });
  await own.addInitScript(() => {
    Object.defineProperty(GPUAdapterInfo.prototype, "isFallbackAdapter", { get: () => false });
    // The engine stays on WASM: what is looked at here is what is kept.
    localStorage.setItem("earshot.settings.1", JSON.stringify({ device: "wasm" }));
  });
  const app = await serveApp();
  const page = await own.newPage();
  await openReady(page, app.url, "live");
  await waitKept(page, ["shell", "runtime", "webgpu"]);
  await app.close();
  await own.setOffline(true);
  const parts = appFiles().filter(({ stage }) => stage === "webgpu");
  const answers = await page.evaluate(
    (urls) => Promise.all(urls.map(async (url) => (await fetch(url)).blob().then(({ size }) => size))),
    parts.map(({ url }) => url),
  );
  expect(answers).toEqual(parts.map(({ url }) => statSync(`${process.env.EARSHOT_DIST ?? "dist"}/${url}`).size));
  await graphical.close();
});
