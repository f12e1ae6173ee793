/** "Copy as code" on Models: what is on screen becomes a program; by mouse and by keyboard, copied, refused, in every look. */
import path from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { type Browser, type BrowserContext, expect, type Locator, type Page, test } from "@playwright/test";
import type { Settings } from "../src/session/state.ts";
import { launchBrowser, openReady, serveApp } from "./support/app.ts";
import { card, check, inUse, makeModel } from "./support/hub-models.ts";
import { expectFocusSeen, tabTo } from "./support/keyboard.ts";
import { shiftsOf, watchShifts } from "./support/layout-shifts.ts";
import { startLoopbackHub } from "./support/loopback-hub.mjs";
import { keepSettings } from "./support/settings.ts";
import { STAND_IN_ANSWER, startStandInApi, type TakenRequest } from "./support/stand-in-api.ts";

const ID = "owner/digits";
const SOUND = Buffer.from(Array.from({ length: 3000 }, (_, i) => (i * 31) % 256));

let api: Awaited<ReturnType<typeof startStandInApi>>;
let hub: Awaited<ReturnType<typeof startLoopbackHub>>;
let app: Awaited<ReturnType<typeof serveApp>>;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let digits: string;

test.beforeAll(async () => {
  digits = makeModel(path.resolve(".cache/e2e/copy-as-code/digits"));
  hub = await startLoopbackHub({ models: { [ID]: { folder: digits } } });
  app = await serveApp(hub.url);
  api = await startStandInApi(app.url);
  browser = await launchBrowser();
});

test.beforeEach(async () => {
  api.taken.length = 0;
  context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    reducedMotion: "reduce",
    permissions: ["clipboard-read", "clipboard-write"],
  });
  page = await context.newPage();
});

test.afterEach(() => context.close());

test.afterAll(async () => {
  await browser.close();
  await app.close();
  await hub.close();
  await api.close();
});

const part = (): Locator => page.locator(".copy-code");
const summary = (): Locator => part().locator("summary");
const choice = (name: string): Locator => part().getByRole("radio", { name, exact: true });
const code = (): Locator => part().getByRole("region", { name: /^Code, / });
const said = (): Locator => part().getByRole("status");
const copy = (): Locator => part().getByRole("button", { name: "Copy", exact: true });
const clipboard = (): Promise<string> => page.evaluate(() => navigator.clipboard.readText());

test("a model inside the app: this machine and this page, in each language; what is shown is what is copied", async () => {
  await openReady(page, app.url, "models");
  await expect(code()).toBeHidden();
  await summary().click();
  await expect(choice("Hosted API"), "it has not got this model").toHaveCount(0);
  await expect(code()).toHaveAccessibleName("Code, curl, This machine");
  await expect(code()).toHaveText(/^curl http:\/\/127\.0\.0\.1:\d+\/models\/everyday-sounds \\/);
  const seen = new Set<string>();
  for (const language of ["curl", "Python", "JavaScript", "JS client"]) {
    await choice(language).check();
    await expect(code()).toHaveAccessibleName(`Code, ${language}, This machine`);
    await expect(said(), "what was said of another snippet").toHaveText("");
    await copy().click();
    await expect(said()).toHaveText("Copied");
    const copied = await clipboard();
    expect(copied).toBe(await code().locator("code").textContent());
    expect(copied).toContain(`${app.url}models/everyday-sounds`);
    expect(copied).not.toMatch(/top_k|function_to_apply|HF_TOKEN/);
    seen.add(copied);
  }
  expect(seen.size).toBe(4);

  await choice("Python").check();
  await choice("This page").check();
  await expect(choice("curl"), "nothing outside the browser reaches the page").toBeDisabled();
  await expect(choice("Python")).toBeDisabled();
  await expect(choice("JavaScript")).toBeChecked();
  await expect(code()).toContainText("document.querySelector");
  await choice("This machine").check();
  await expect(choice("Python"), "what was wanted before").toBeChecked();
});

test("a model of the Hub, with another function and number of labels: the hosted API too, with the token's name", async () => {
  await page.addInitScript<Partial<Settings>>(keepSettings, { activation: "softmax", topK: 3 });
  await openReady(page, app.url, "models");
  await check(page, ID);
  await card(page).getByRole("button", { name: "Download and use" }).click();
  await expect(inUse(page)).toHaveText(ID, { timeout: 30_000 });
  await expect(summary()).toHaveText("Copy as code softmax, 3 labels");
  await summary().click();
  await choice("Hosted API").check();
  await expect(part()).toContainText("The sound is sent to Hugging Face");
  await expect(code()).toContainText("https://router.huggingface.co/hf-inference/models/owner/digits");
  await expect(code()).toContainText('"Authorization: Bearer $HF_TOKEN"');
  await expect(code(), "softmax is what it takes by itself").toContainText('"parameters":{"top_k":3}');
  await choice("This machine").check();
  await expect(code()).toContainText(`${app.url}models/owner/digits`);
  await expect(code()).toContainText('"parameters":{"function_to_apply":"softmax","top_k":3}');
});

test("a model from disk has no address, and that is said", async () => {
  await openReady(page, app.url, "models");
  await page.getByLabel("Choose a model folder").setInputFiles(digits);
  await expect(inUse(page)).toHaveText("digits", { timeout: 30_000 });
  await summary().click();
  await expect(part()).toContainText("This model has no address that code could ask for");
  await expect(code()).toHaveCount(0);
});

test("where nothing may be copied, the code is selected", async () => {
  await page.addInitScript(() => {
    navigator.clipboard.writeText = () => Promise.reject(new DOMException("no", "NotAllowedError"));
  });
  await openReady(page, app.url, "models");
  await summary().click();
  await copy().click();
  await expect(said()).toHaveText("Not allowed here. The code is selected.");
  const selected = await page.evaluate(() => getSelection()?.toString());
  expect(selected?.trim()).toBe(await code().locator("code").textContent());
});

test("without a mouse: opened, chosen by arrows, scrolled, copied", async () => {
  await page.setViewportSize({ width: 390, height: 800 });
  await openReady(page, app.url, "models");
  await tabTo(page, summary());
  await page.keyboard.press("Enter");
  await tabTo(page, choice("This machine"));
  await tabTo(page, choice("curl"));
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect(choice("JavaScript")).toBeChecked();
  await tabTo(page, code());
  await expectFocusSeen(page);
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => code().evaluate((box) => box.scrollLeft)).toBeGreaterThan(0);
  await tabTo(page, copy());
  await page.keyboard.press("Enter");
  await expect(said()).toHaveText("Copied");
  expect(await clipboard()).toContain('import { readFile } from "node:fs/promises";');
});

const ASKED = [
  { settings: {}, parameters: null },
  { settings: { activation: "none", topK: 2 }, parameters: { function_to_apply: "none", top_k: 2 } },
] as const;

for (const { settings, parameters } of ASKED) {
  test(`a page of the app's own address runs what was copied for it: ${JSON.stringify(parameters)}`, async () => {
    await page.addInitScript<Partial<Settings>>(keepSettings, settings);
    await openReady(page, api.url, "models");
    await summary().click();
    await choice("This page").check();
    await copy().click();
    await expect(said()).toHaveText("Copied");
    const copied = await clipboard();

    await page.route(`${api.url}bare.html`, (route) =>
      route.fulfill({ contentType: "text/html", body: '<!doctype html><input type="file">' }),
    );
    await page.goto(`${api.url}bare.html`);
    await page.locator("input").setInputFiles({ name: "audio.wav", mimeType: "audio/wav", buffer: SOUND });
    const printed = page.waitForEvent("console");
    await page.evaluate(`(async () => {${copied}\n})()`);
    expect(await (await printed).args()[0]?.jsonValue()).toEqual(STAND_IN_ANSWER);
    expect(api.taken).toHaveLength(1);
    const { method, headers, body } = api.taken[0] as TakenRequest;
    expect([method, headers["content-type"]]).toEqual(["POST", parameters ? "application/json" : "audio/wav"]);
    if (parameters === null) expect(body.equals(SOUND)).toBe(true);
    else expect(JSON.parse(body.toString())).toEqual({ inputs: SOUND.toString("base64"), parameters });
  });
}

test("nothing moves when another snippet is chosen or copied; axe, wide and narrow, light and dark", async () => {
  await page.addInitScript<Partial<Settings>>(keepSettings, { activation: "softmax", topK: 3 });
  await openReady(page, app.url, "models");
  await summary().click();
  await expectSound("curl");
  await page.setViewportSize({ width: 390, height: 900 });
  await part().scrollIntoViewIfNeeded();
  const below = async () => (await page.locator("#labels-heading").boundingBox())?.y;
  await watchShifts(page);
  const before = await below();
  for (const place of ["This page", "This machine"]) {
    await choice(place).check();
    for (const language of await part().getByRole("group", { name: "Language" }).getByRole("radio").all()) {
      if (await language.isDisabled()) continue;
      await language.check();
      await copy().click();
      await expect(said()).toHaveText("Copied");
      expect(await below()).toBe(before);
    }
  }
  expect(await shiftsOf(page)).toEqual([]);
  await expectSound("JS client, copied");
});

async function expectSound(where: string): Promise<void> {
  for (const width of [1280, 390, 360]) {
    for (const theme of ["light", "dark"] as const) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme: theme });
      const { violations } = await new AxeBuilder({ page }).include(".copy-code").analyze();
      const found = violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.target}`));
      expect.soft(found, `${where}, ${width} px, ${theme}`).toEqual([]);
      const tooWide = await page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        return scrollWidth - clientWidth;
      });
      expect.soft(tooWide, `${where}: the page at ${width} px`).toBeLessThanOrEqual(0);
    }
  }
}
