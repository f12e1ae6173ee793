/** Workers, devices and backends that fail while the app runs: it goes on, on another, and says so. */
import { type Browser, type BrowserContext, expect, type Page, test } from "@playwright/test";
import { committedFixture, tone } from "./fixtures/make-fixtures.mjs";
import { launchBrowser, serveApp, WEBGPU_ARGS } from "./support/app.ts";
import { injectIntoWorker } from "./support/inject.ts";
import { wavFile } from "./support/recordings.ts";
import { bars, chooseFiles, openFile, shownScores } from "./support/results.ts";

/** The successor of a dead worker is tested before it is used. */
const RECOVERED = { timeout: 40_000 };
/** Live runs windows one by one, a file in packs. */
const IS_RUN = "const isRun = ({ data }) => data.name === 'run' || data.name === 'runPack';";
const COUNT_RUNS = `${IS_RUN} let runs = 0; const counts = (event) => isRun(event) && ++runs;`;

let app: Awaited<ReturnType<typeof serveApp>>;
let browser: Browser;
let context: BrowserContext;
let page: Page;

test.beforeAll(async () => {
  app = await serveApp();
  browser = await launchBrowser({ args: WEBGPU_ARGS });
});
test.beforeEach(async () => {
  test.setTimeout(120_000);
  context = await browser.newContext();
  page = await context.newPage();
});
test.afterEach(() => context.close());
test.afterAll(async () => {
  await browser.close();
  await app.close();
});

async function startListening(): Promise<void> {
  await page.goto(app.url);
  await expect(page.getByText(/^Ready\. \d+ labels/)).toBeVisible(RECOVERED);
  await page.getByRole("button", { name: "Start listening" }).click();
  await expect(bars(page).first()).toBeVisible(RECOVERED);
}

/** Results keep coming: the count of windows grows. */
async function expectBarsGoOn(): Promise<void> {
  const windowsRun = async () => Number(await page.locator("[data-windows-run]").getAttribute("data-windows-run"));
  const before = await windowsRun();
  await expect.poll(windowsRun, RECOVERED).toBeGreaterThan(before + 2);
  expect((await shownScores(page)).length).toBe(5);
  await expect(page.getByRole("button", { name: "Stop listening" })).toBeVisible();
}

/**
 * Every answer to the golden window of workers for which `when` (of `backend`) holds is wrong. All of them took long, as on a slow
 * machine: where one thread is fast enough, all cores are not tried.
 */
const wrongNumbers = (when: string) => `
  let backend = null;
  addEventListener("message", ({ data }) => { if (data.name === "load") backend = data.params.backend; });
  const post = self.postMessage.bind(self);
  self.postMessage = (message, transfer) => {
    const golden = message.kind === "done" && message.result && "medianMs" in message.result;
    if (golden) message.result.medianMs = 100;
    if (golden && ${when}) message.result.logits = message.result.logits.map((logit) => logit + 1);
    post(message, transfer);
  };`;

test("a worker that is killed while it runs is started again, and the bars go on", async () => {
  await injectIntoWorker(
    context,
    "inference",
    `${COUNT_RUNS} addEventListener("message", (event) => { if (counts(event) && runs === 4 && workerNumber < 4) self.close(); });`,
  );
  await startListening();
  await expect(page.getByRole("status")).toContainText("The model's worker stopped and was started again", RECOVERED);
  await expectBarsGoOn();
});

test("a worker that crashes in the middle of a file loses no window of it", async () => {
  await injectIntoWorker(
    context,
    "inference",
    `${COUNT_RUNS} addEventListener("message", (event) => {
       if (counts(event) && runs === 3 && workerNumber < 4) throw new Error("injected crash");
     });`,
  );
  await page.goto(`${app.url}#/files`);
  await chooseFiles(page, wavFile("minute.wav", [tone(440, 16_000, 60)], 16_000));
  await expect(page.getByRole("status")).toContainText("was started again", RECOVERED);
  expect(await openFile(page, "minute.wav")).toHaveLength(5);
  const covered = await page.getByText(/^Covered 0:00/).textContent();
  expect(covered).toMatch(/0:00–1:00\.0 by \d+ windows\./);
  // The same file without a crash.
  await context.unrouteAll();
  await page.reload();
  await chooseFiles(page, wavFile("again.wav", [tone(440, 16_000, 60)], 16_000));
  await openFile(page, "again.wav");
  expect(await page.getByText(/^Covered 0:00/).textContent()).toBe(covered);
});

const DIES_OF_A_WINDOW = `${IS_RUN} addEventListener("message", (event) => {
  if (isRun(event)) throw new Error("injected crash");
});`;

for (const screen of ["live", "files"]) {
  test(`workers that die of every window, on ${screen}: said, and Try again is the way on`, async () => {
    await injectIntoWorker(context, "inference", DIES_OF_A_WINDOW);
    await page.goto(`${app.url}#/${screen}`);
    if (screen === "live") await page.getByRole("button", { name: "Start listening" }).click();
    else await chooseFiles(page, committedFixture("ticking.mp3"));
    const shown = page.getByRole("tabpanel");
    await expect(shown.getByRole("alert").first()).toContainText("the app that runs the model stopped.", RECOVERED);
    await context.unrouteAll();
    await shown.getByRole("button", { name: "Try again" }).click();
    if (screen === "live") await expectBarsGoOn();
    else expect(await openFile(page, "ticking.mp3")).toHaveLength(5);
  });
}

test("an audio worker that crashes while listening: said, and Start works again", async () => {
  await injectIntoWorker(
    context,
    "audio",
    `if (workerNumber === 1) setTimeout(() => { throw new Error("injected crash"); }, 6000);`,
  );
  await startListening();
  await expect(page.getByRole("alert")).toContainText("stopped", RECOVERED);
  await page.getByRole("button", { name: "Start listening" }).click();
  await expectBarsGoOn();
});

test("WebGPU that is lost: the model goes on, on WASM, and the page says so", async () => {
  await context.addInitScript(() => localStorage.setItem("earshot.settings.1", JSON.stringify({ device: "webgpu" })));
  await injectIntoWorker(
    context,
    "inference",
    `${COUNT_RUNS}
     let device = null;
     if (globalThis.GPUAdapter) {
       const { requestDevice } = GPUAdapter.prototype;
       GPUAdapter.prototype.requestDevice = async function (...wanted) {
         return (device = await requestDevice.apply(this, wanted));
       };
     }
     addEventListener("message", (event) => { if (counts(event) && runs === 4) device?.destroy(); });`,
  );
  await startListening();
  await expect(page.getByRole("alert")).toContainText(/WebGPU was lost\. The model now runs on WASM/, RECOVERED);
  await expect(page.getByRole("definition").filter({ hasText: /WASM, \d threads?/ })).toBeVisible();
  await expectBarsGoOn();
});

test("a backend that gives wrong numbers is not used, and the page says so", async () => {
  await context.addInitScript(() => Object.defineProperty(navigator, "hardwareConcurrency", { value: 2 }));
  await injectIntoWorker(context, "inference", wrongNumbers("backend.threads === 2"));
  await startListening();
  await expect(page.getByRole("alert")).toContainText(
    "WASM, 2 threads gave wrong numbers. The model now runs on WASM, 1 thread, own kernels.",
  );
  await expectBarsGoOn();
  await page.getByRole("tab", { name: "Models" }).click();
  await expect(page.getByRole("row", { name: /WASM, 2 threads/ })).toContainText(/wrong by [01]\./);
});

test("kernels of our own that give wrong numbers: onnxruntime runs the model, and the page says so", async () => {
  await injectIntoWorker(context, "inference", wrongNumbers("backend.runtime"));
  await startListening();
  await expect(page.getByRole("alert")).toContainText(
    /WASM, 1 thread, own kernels gave wrong numbers\. The model now runs on WASM, \d threads?\./,
  );
  await expectBarsGoOn();
  await page.getByRole("tab", { name: "Models" }).click();
  await expect(page.getByRole("row", { name: /own kernels/ })).toContainText(/wrong by [01]\./);
});

test("WebGPU that gives wrong numbers falls back to WASM, and the page says so", async () => {
  await context.addInitScript(() => localStorage.setItem("earshot.settings.1", JSON.stringify({ device: "webgpu" })));
  await injectIntoWorker(context, "inference", wrongNumbers("backend.device === 'webgpu'"));
  await startListening();
  await expect(page.getByRole("alert")).toContainText("WebGPU gave wrong numbers. The model now runs on WASM");
  await expectBarsGoOn();
});

test("every backend wrong: said, and no bars from it", async () => {
  await injectIntoWorker(context, "inference", wrongNumbers("true"));
  await page.goto(app.url);
  await expect(page.getByRole("alert")).toContainText("Every way of running the model gave wrong numbers", RECOVERED);
  await page.getByRole("button", { name: "Start listening" }).click();
  await expect(page.getByRole("button", { name: "Stop listening" })).toBeVisible();
  await page.waitForTimeout(3000);
  await expect(bars(page)).toHaveCount(0);
});
