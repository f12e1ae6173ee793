/** The Models screen as a person uses it: check, download, use, delete; pause and resume; tokens, disk, another Hub. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { type Browser, type BrowserContext, expect, type Page, test } from "@playwright/test";
import { zipSync } from "fflate";
import { launchBrowser, openReady } from "./support/app.ts";
import { dropFiles } from "./support/drop.ts";
import { button, card, check, download, inUse, makeModel } from "./support/hub-models.ts";
import { startLoopbackHub } from "./support/loopback-hub.mjs";
import { serveWithStore } from "./support/store-apart.ts";

const ID = "owner/digits";
const GRAPH = "onnx/model.onnx";
const MODEL_BYTES = 1_153_973;
/** Slow enough to be seen and stopped, fast enough to be waited for. */
const SLOW_BYTES_PER_S = 400_000;

// A picture of every frame of a screen that moves costs more than what it shows.
test.use({ trace: { mode: "retain-on-failure", screenshots: false } });

let hub: Awaited<ReturnType<typeof startLoopbackHub>>;
let app: Awaited<ReturnType<typeof serveWithStore>>;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let folder: string;

test.beforeAll(async () => {
  folder = path.resolve(".cache/e2e/models-screen");
  const digits = makeModel(path.join(folder, "digits"), { graphs: [GRAPH, "onnx/model_quantized.onnx"] });
  hub = await startLoopbackHub({
    storeApart: true,
    models: { [ID]: { folder: digits, licence: "cc-by-nc-4.0" }, "owner/gated": { folder: digits, gated: true } },
  });
  app = await serveWithStore(process.env.EARSHOT_DIST ?? "dist", hub);
  browser = await launchBrowser();
});

test.beforeEach(async () => {
  hub.forget();
  context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
  page = await context.newPage();
});

test.afterEach(async () => {
  hub.setFault(null);
  await context.close();
});

test.afterAll(async () => {
  await browser.close();
  await app.close();
  await hub.close();
});

test("checked, downloaded, used, opened again without the Hub, deleted", async () => {
  await openReady(page, app.url, "models");
  await check(page, `${hub.url}/${ID}/tree/main?x=1`);
  await expect(card(page)).toContainText("10 labels: zero · one · two");
  await expect(card(page)).toContainText("Its licence (cc-by-nc-4.0) allows no commercial use.");
  await expect(card(page).getByRole("radio")).toHaveCount(2);
  await expect(card(page).getByRole("radio", { name: /^Full precision/ })).toBeChecked();
  expect(hub.sentBytes(ID, GRAPH), "not a byte of weights before Download").toBe(0);

  await card(page).getByRole("button", { name: "Download and use" }).click();
  await expect(inUse(page)).toHaveText(ID, { timeout: 30_000 });
  await expect(page).toHaveURL(/model=owner\/digits$/);
  await expect(page.getByRole("status")).toContainText(`${ID} is on this device now.`);
  expect(hub.sentBytes(ID, GRAPH)).toBe(MODEL_BYTES);
  await expect(page.getByRole("listitem").filter({ hasText: "used today" })).toContainText("Full precision · 1.2 MB");

  // With the Hub gone: a stored model needs nobody.
  hub.forget();
  await page.reload();
  await expect(inUse(page)).toHaveText(ID, { timeout: 30_000 });
  await expect(page.getByText(/^Ready\. It runs/)).toBeVisible({ timeout: 30_000 });
  expect(hub.requests).toEqual([]);

  await button(page, `Delete ${ID}, full precision`).click();
  await expect(button(page, "Keep it")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(button(page, `Delete ${ID}, full precision`)).toBeFocused();
  await page.keyboard.press("Enter");
  await button(page, "Delete it").click();
  await expect(inUse(page)).toHaveText("everyday-sounds", { timeout: 30_000 });
  await expect(page.getByText("Nothing yet. What you download")).toBeVisible();
});

test("two precisions are kept apart, and switched between", async () => {
  await openReady(page, app.url, "models");
  await check(page, ID);
  await card(page).getByRole("button", { name: "Download and use" }).click();
  await expect(inUse(page)).toHaveText(ID, { timeout: 30_000 });
  await button(page, "Look for other precisions").click();
  await expect(card(page).getByRole("radio", { name: /^Full precision/ })).toHaveAccessibleName(/On this device/);
  await card(page)
    .getByRole("radio", { name: /^8 bit/ })
    .check();
  await card(page).getByRole("button", { name: "Only download" }).click();
  await expect(button(page, `Use ${ID}, 8 bit`)).toBeVisible({ timeout: 30_000 });
  await page.getByRole("group", { name: "Precision in use" }).getByRole("radio", { name: "8 bit" }).check();
  await expect(button(page, `${ID}, 8 bit is in use`)).toBeVisible({ timeout: 30_000 });
  // The same content under two names is fetched once.
  expect(hub.sentBytes(ID, GRAPH) + hub.sentBytes(ID, "onnx/model_quantized.onnx")).toBe(MODEL_BYTES);
});

test("paused, the page loaded again, resumed: only what is missing comes; meanwhile the old model listens on", async () => {
  hub.setFault(({ kind, file }) => (kind === "blob" && file === GRAPH ? { bytesPerS: SLOW_BYTES_PER_S } : null));
  await openReady(page, app.url, "models");
  await check(page, ID);
  await card(page).getByRole("button", { name: "Download and use" }).click();
  await expect.poll(async () => Number(await download(page, ID).getAttribute("aria-valuenow"))).toBeGreaterThan(20);
  await expect(download(page, ID)).toHaveAttribute("aria-valuetext", /percent, .+ of 1\.2 MB/);
  await expect(inUse(page)).toHaveText("everyday-sounds");
  await button(page, `Pause ${ID}`).click();
  await expect(page.getByText(/of 1\.2 MB, paused$/)).toBeVisible();
  const before = hub.sentBytes(ID, GRAPH);
  await page.reload();
  await expect(page.getByText(/of 1\.2 MB, paused$/)).toBeVisible({ timeout: 30_000 });
  await button(page, `Resume ${ID}`).click();
  await expect(button(page, `Use ${ID}, full precision`)).toBeVisible({ timeout: 30_000 });
  const all = hub.sentBytes(ID, GRAPH);
  expect(all, `${before} had come when it was paused`).toBeLessThan(MODEL_BYTES * 1.3);
  await expect(download(page, ID)).toHaveCount(0);
});

test("a download that is cancelled leaves nothing", async () => {
  hub.setFault(({ kind }) => (kind === "blob" ? { bytesPerS: SLOW_BYTES_PER_S } : null));
  await openReady(page, app.url, "models");
  await check(page, ID);
  await card(page).getByRole("button", { name: "Only download" }).click();
  await button(page, `Cancel ${ID}`).click();
  await expect(download(page, ID)).toHaveCount(0);
  await page.reload();
  await expect(page.getByText("Nothing yet. What you download")).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole("alert")).toHaveCount(0);
});

test("a gated model: refused to strangers, had with a token, which goes to the Hub alone and is not kept", async () => {
  await openReady(page, app.url, "models");
  await check(page, "owner/gated");
  await expect(card(page).getByRole("alert")).toContainText("given only to people who accepted its owner's terms");
  await page.getByText("Hub settings", { exact: true }).or(page.locator(".hub-settings summary")).first().click();
  await page.getByLabel("Access token").fill("hf_right");
  await expect(page.getByRole("checkbox", { name: /^Keep on this device/ })).not.toBeChecked();
  await button(page, "Use token").click();
  await expect(page.getByText("A token is in use until the page closes.")).toBeVisible();
  await button(page, "Try again").click();
  await card(page).getByRole("button", { name: "Download and use" }).click();
  await expect(inUse(page)).toHaveText("owner/gated", { timeout: 30_000 });

  const ofGated = hub.asked.filter(({ id }) => id === "owner/gated");
  expect(ofGated.filter(({ kind, method }) => kind === "blob" && method === "GET").map((one) => one.withToken)).toEqual(
    [false],
  );
  expect(ofGated.some(({ kind, withToken }) => kind === "resolve" && withToken)).toBe(true);
  const kept = await page.evaluate(() => JSON.stringify({ ...localStorage }) + location.href + document.body.innerHTML);
  expect(kept).not.toContain("hf_right");
  await page.reload();
  await expect(page.locator(".hub-settings summary")).not.toContainText("with a token");
});

test("a token that is kept on request, and forgotten", async () => {
  await openReady(page, app.url, "models");
  await page.locator(".hub-settings summary").click();
  await page.getByLabel("Access token").fill("hf_right");
  await page.getByRole("checkbox", { name: /^Keep on this device/ }).check();
  await button(page, "Use token").click();
  await page.reload();
  await expect(page.locator(".hub-settings summary")).toContainText("with a token");
  await page.locator(".hub-settings summary").click();
  await button(page, "Forget the token").click();
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage }))).not.toContain("hf_right");
});

test("a folder and a zip from disk, by picker and by drop; a folder without a model is said", async () => {
  const chosen = path.join(folder, "digits");
  await openReady(page, app.url, "models");
  await page.getByLabel("Choose a model folder").setInputFiles(chosen);
  await expect(inUse(page)).toHaveText("digits", { timeout: 30_000 });
  await expect(page).toHaveURL(/model=disk%3Adigits$/);

  const entries = ["config.json", "preprocessor_config.json", GRAPH].map((file) => [
    file,
    readFileSync(path.join(chosen, file)),
  ]);
  const zip = Buffer.from(zipSync(Object.fromEntries(entries), { level: 1 }));
  await page.getByLabel("Choose a zip").setInputFiles({ name: "zipped.zip", mimeType: "application/zip", buffer: zip });
  await expect(inUse(page)).toHaveText("zipped", { timeout: 30_000 });
  await dropFiles(page, [{ name: "dropped.zip", base64: zip.toString("base64") }]);
  await expect(inUse(page)).toHaveText("dropped", { timeout: 30_000 });
  await expect(page).toHaveURL(/#\/models/);
  // One content, three names.
  await expect(page.getByText(/^1\.2 MB of models\./)).toBeVisible();

  const wrong = Buffer.from(zipSync({ "readme.txt": new Uint8Array(9) }));
  await page
    .getByLabel("Choose a zip")
    .setInputFiles({ name: "wrong.zip", mimeType: "application/zip", buffer: wrong });
  await expect(page.getByRole("alert")).toContainText("There is no model in what was chosen");
  await expect(inUse(page)).toHaveText("dropped");
});

test("sound that is dropped here is listened to", async () => {
  await openReady(page, app.url, "models");
  await dropFiles(page, [{ name: "tone.wav", base64: null }]);
  await expect(page).toHaveURL(/#\/files/);
  await expect(page.getByText("tone.wav").first()).toBeVisible();
});
