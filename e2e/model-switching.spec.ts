/**
 * Twenty models one after the other, from inside the app and from a Hub, while the microphone is on: a model
 * that is left gives its memory back (its worker ends, and with it a WASM heap that would never shrink).
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { launchBrowser, serveApp } from "./support/app.ts";
import { startLoopbackHub } from "./support/loopback-hub.mjs";
import { canMeasureMemory, privateMemoryMB } from "./support/private-memory.ts";
import { bars } from "./support/results.ts";
import { TINY_MODELS, tinyOnnxModels } from "./support/shared.ts";

const SWITCHES = 20;
const MOST_GROWTH_MB = 150;

const EMBEDDED = ["everyday-sounds", "spoken-digits"].map((id) => ({ id, folder: `public/models/${id}` }));
const OF_HUB = [
  ...["precisions", "wav2vec2-bert"].map((name) => ({ id: `tiny/${name}`, folder: `e2e/taggers/checkpoints/${name}` })),
  ...tinyOnnxModels().map((name) => ({ id: `tiny/${name}`, folder: path.join(TINY_MODELS, name) })),
];
const ALL = [...EMBEDDED, ...OF_HUB];
type Model = (typeof ALL)[number];

let hub: Awaited<ReturnType<typeof startLoopbackHub>>;
let app: Awaited<ReturnType<typeof serveApp>>;
let browser: Browser;

test.beforeAll(async () => {
  hub = await startLoopbackHub({ models: Object.fromEntries(OF_HUB.map(({ id, folder }) => [id, folder])) });
  app = await serveApp(hub.url);
  browser = await launchBrowser();
});

test.afterAll(async () => {
  await browser.close();
  await app.close();
  await hub.close();
});

/**
 * Opens a model by its address, as a kept link does, and waits until it is ready: it has then run its golden window many times.
 * Those inside the app are waited for until they are what the microphone is heard by; the windows of others last up to 10 s.
 */
async function open(page: Page, { id, folder }: Model): Promise<void> {
  const { id2label } = JSON.parse(readFileSync(path.join(folder, "config.json"), "utf8"));
  const labels: readonly unknown[] = Object.values(id2label);
  await page.evaluate(
    (hash) => {
      location.hash = hash;
    },
    `#/live?model=${encodeURIComponent(id)}`,
  );
  await expect(page.getByLabel("Model", { exact: true })).toHaveValue(id);
  const ready = page.getByText(`Ready. ${labels.length} labels.`).filter({ visible: true });
  await expect(ready).toBeVisible({ timeout: 60_000 });
  const start = page.getByRole("button", { name: "Start listening" });
  if (await start.isVisible()) await start.click();
  if (!EMBEDDED.some((model) => model.id === id)) return;
  await expect
    .poll(async () => labels.includes(await bars(page).first().getAttribute("aria-label", { timeout: 20_000 })), {
      timeout: 30_000,
    })
    .toBe(true);
}

test(`after ${SWITCHES} models the page holds at most ${MOST_GROWTH_MB} MB more than with the first`, async () => {
  test.skip(!canMeasureMemory, "needs /proc/PID/smaps_rollup");
  test.setTimeout(400_000);
  const page = await browser.newPage();
  await page.goto(`${app.url}#/live`);
  const [first] = EMBEDDED as [Model];
  await open(page, first);
  await page.waitForTimeout(1_000);
  const startMB = await privateMemoryMB(browser, page);
  const measured: number[] = [];
  for (let turn = 1; turn <= SWITCHES; turn++) {
    // The last one is the first again, so that like is compared with like.
    const model = turn === SWITCHES ? first : (ALL[turn % ALL.length] ?? first);
    await open(page, model);
    measured.push(Math.round(await privateMemoryMB(browser, page)));
  }
  await page.waitForTimeout(2_000);
  const endMB = await privateMemoryMB(browser, page);
  const told = `${Math.round(startMB)} MB → ${Math.round(endMB)} MB; on the way ${measured.join(", ")}`;
  console.log(told);
  // Threads of the runtime are workers as well, with other names.
  const models = page.workers().filter((worker) => worker.url().includes("inference.worker"));
  expect(models.length, "workers of models").toBe(1);
  expect(endMB - startMB, told).toBeLessThan(MOST_GROWTH_MB);
  await page.close();
});
