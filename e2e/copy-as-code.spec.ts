/** "Copy as code" on Models: what is on screen becomes a program; by mouse and by keyboard, copied, refused, in every look. */
import path from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { type Browser, type BrowserContext, expect, type Page, test } from "@playwright/test";
import type { Settings } from "../src/session/state.ts";
import { launchBrowser, openReady, serveApp } from "./support/app.ts";
import { CopyAsCode } from "./support/copy-as-code.ts";
import { card, check, inUse, makeModel } from "./support/hub-models.ts";
import { expectFocusSeen, tabTo } from "./support/keyboard.ts";
import { shiftsOf, watchShifts } from "./support/layout-shifts.ts";
import { startLoopbackHub } from "./support/loopback-hub.mjs";
import { keepSettings } from "./support/settings.ts";

const ID = "owner/digits";

let hub: Awaited<ReturnType<typeof startLoopbackHub>>;
let app: Awaited<ReturnType<typeof serveApp>>;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let shown: CopyAsCode;
let digits: string;

test.beforeAll(async () => {
  digits = makeModel(path.resolve(".cache/e2e/copy-as-code/digits"));
  hub = await startLoopbackHub({ models: { [ID]: { folder: digits } } });
  app = await serveApp(hub.url);
  browser = await launchBrowser();
});

test.beforeEach(async () => {
  context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    reducedMotion: "reduce",
    permissions: ["clipboard-read", "clipboard-write"],
  });
  page = await context.newPage();
  shown = new CopyAsCode(page);
});

test.afterEach(() => context.close());

test.afterAll(async () => {
  await browser.close();
  await app.close();
  await hub.close();
});

test("a model inside the app: this machine and this page, in each language; what is shown is what is copied", async () => {
  await openReady(page, app.url, "models");
  await expect(shown.code).toBeHidden();
  await shown.summary.click();
  await expect(shown.choice("Hosted API"), "it has not got this model").toHaveCount(0);
  await expect(shown.code).toHaveAccessibleName("Code, curl, This machine");
  await expect(shown.code).toHaveText(/^curl http:\/\/127\.0\.0\.1:\d+\/models\/everyday-sounds \\/);
  const seen = new Set<string>();
  for (const language of ["curl", "Python", "JavaScript", "JS client"]) {
    await shown.choice(language).check();
    await expect(shown.code).toHaveAccessibleName(`Code, ${language}, This machine`);
    await expect(shown.said, "what was said of another snippet").toHaveText("");
    await shown.copy.click();
    await expect(shown.said).toHaveText("Copied");
    const copied = await shown.clipboard();
    expect(copied).toBe(await shown.code.locator("code").textContent());
    expect(copied).toContain(`${app.url}models/everyday-sounds`);
    expect(copied).not.toMatch(/top_k|function_to_apply|HF_TOKEN/);
    seen.add(copied);
  }
  expect(seen.size).toBe(4);

  await shown.choice("Python").check();
  await shown.choice("This page").check();
  await expect(shown.choice("curl"), "nothing outside the browser reaches the page").toBeDisabled();
  await expect(shown.choice("Python")).toBeDisabled();
  await expect(shown.choice("JavaScript")).toBeChecked();
  await expect(shown.code).toContainText("document.querySelector");
  await shown.choice("This machine").check();
  await expect(shown.choice("Python"), "what was wanted before").toBeChecked();
});

test("a model of the Hub, with another function and number of labels: the hosted API too, with the token's name", async () => {
  await page.addInitScript<Partial<Settings>>(keepSettings, { activation: "softmax", topK: 3 });
  await openReady(page, app.url, "models");
  await check(page, ID);
  await card(page).getByRole("button", { name: "Download and use" }).click();
  await expect(inUse(page)).toHaveText(ID, { timeout: 30_000 });
  await expect(shown.summary).toHaveText("Copy as code softmax, 3 labels");
  await shown.summary.click();
  await shown.choice("Hosted API").check();
  await expect(shown.part).toContainText("The sound is sent to Hugging Face");
  await expect(shown.code).toContainText("https://router.huggingface.co/hf-inference/models/owner/digits");
  await expect(shown.code).toContainText('"Authorization: Bearer $HF_TOKEN"');
  await expect(shown.code, "softmax is what it takes by itself").toContainText('"parameters":{"top_k":3}');
  await shown.choice("This machine").check();
  await expect(shown.code).toContainText(`${app.url}models/owner/digits`);
  await expect(shown.code).toContainText('"parameters":{"function_to_apply":"softmax","top_k":3}');
});

test("a model from disk has no address, and that is said", async () => {
  await openReady(page, app.url, "models");
  await page.getByLabel("Choose a model folder").setInputFiles(digits);
  await expect(inUse(page)).toHaveText("digits", { timeout: 30_000 });
  await shown.summary.click();
  await expect(shown.part).toContainText("This model has no address that code could ask for");
  await expect(shown.code).toHaveCount(0);
});

test("where nothing may be copied, the code is selected", async () => {
  await page.addInitScript(() => {
    navigator.clipboard.writeText = () => Promise.reject(new DOMException("no", "NotAllowedError"));
  });
  await openReady(page, app.url, "models");
  await shown.summary.click();
  await shown.copy.click();
  await expect(shown.said).toHaveText("Not allowed here. The code is selected.");
  const selected = await page.evaluate(() => getSelection()?.toString());
  expect(selected?.trim()).toBe(await shown.code.locator("code").textContent());
});

test("without a mouse: opened, chosen by arrows, scrolled, copied", async () => {
  await page.setViewportSize({ width: 390, height: 800 });
  await openReady(page, app.url, "models");
  await tabTo(page, shown.summary);
  await page.keyboard.press("Enter");
  await tabTo(page, shown.choice("This machine"));
  await tabTo(page, shown.choice("curl"));
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect(shown.choice("JavaScript")).toBeChecked();
  await tabTo(page, shown.code);
  await expectFocusSeen(page);
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => shown.code.evaluate((box) => box.scrollLeft)).toBeGreaterThan(0);
  await tabTo(page, shown.copy);
  await page.keyboard.press("Enter");
  await expect(shown.said).toHaveText("Copied");
  expect(await shown.clipboard()).toContain('import { readFile } from "node:fs/promises";');
});

test("nothing moves when another snippet is chosen or copied; axe, wide and narrow, light and dark", async () => {
  await page.addInitScript<Partial<Settings>>(keepSettings, { activation: "softmax", topK: 3 });
  await openReady(page, app.url, "models");
  await shown.summary.click();
  await expectSound("curl");
  await page.setViewportSize({ width: 390, height: 900 });
  await shown.part.scrollIntoViewIfNeeded();
  const below = async () => (await page.locator("#labels-heading").boundingBox())?.y;
  await watchShifts(page);
  const before = await below();
  for (const place of ["This page", "This machine"]) {
    await shown.choice(place).check();
    for (const language of await shown.part.getByRole("group", { name: "Language" }).getByRole("radio").all()) {
      if (await language.isDisabled()) continue;
      await language.check();
      await shown.copy.click();
      await expect(shown.said).toHaveText("Copied");
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
