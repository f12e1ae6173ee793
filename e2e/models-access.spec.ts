/** The Models screen without a mouse, spoken, still, and as axe sees it. */
import path from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { type Browser, type BrowserContext, expect, type Page, test } from "@playwright/test";
import { launchBrowser, openReady } from "./support/app.ts";
import { button, card, check, download, field, inUse, makeModel } from "./support/hub-models.ts";
import { expectFocusSeen, tabTo } from "./support/keyboard.ts";
import { shiftsOf, watchShifts } from "./support/layout-shifts.ts";
import { startLoopbackHub } from "./support/loopback-hub.mjs";
import { serveWithStore } from "./support/store-apart.ts";

const ID = "owner/digits";
const GRAPH = "onnx/model.onnx";

// A picture of every frame of a screen that moves costs more than what it shows.
test.use({ trace: { mode: "retain-on-failure", screenshots: false } });

let hub: Awaited<ReturnType<typeof startLoopbackHub>>;
let app: Awaited<ReturnType<typeof serveWithStore>>;
let browser: Browser;
let context: BrowserContext;
let page: Page;

test.beforeAll(async () => {
  const folder = path.resolve(".cache/e2e/models-access");
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

test("without a mouse, from the field to the model in use; what is asked and comes is spoken", async () => {
  await openReady(page, app.url, "models");
  await tabTo(page, field(page));
  await page.keyboard.type(ID);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status")).toContainText(`${ID} can run here: 10 labels, 2 precisions.`);
  await tabTo(page, card(page).getByRole("radio", { name: /^Full precision/ }));
  await page.keyboard.press("ArrowDown");
  await expect(card(page).getByRole("radio", { name: /^8 bit/ })).toBeFocused();
  await tabTo(page, card(page).getByRole("button", { name: "Download and use" }));
  await page.keyboard.press("Enter");
  await expect(inUse(page)).toHaveText(ID, { timeout: 30_000 });
  await tabTo(page, button(page, `Delete ${ID}, 8 bit`), "Shift+Tab");
  await expectFocusSeen(page);
});

test("an answer comes where it was asked: from the catalogue it is brought into view", async () => {
  await openReady(page, app.url, "models");
  const asking = page.getByRole("button", { name: /^Check Xenova\/wav2vec2-base-superb-ks/ });
  await page.getByRole("radio", { name: "Commands" }).check();
  await asking.click();
  await expect(card(page)).toBeFocused();
  await expect(card(page)).toBeInViewport();
  await expect(card(page).getByRole("alert")).toContainText("does not exist on this Hub");
  await button(page, "Close").click();
  await expect(card(page)).toHaveCount(0);
});

test("nothing above moves when an answer comes; axe in each state, wide and narrow, light and dark", async () => {
  test.setTimeout(120_000);
  hub.setFault(({ kind }) => (kind === "blob" ? { bytesPerS: 100_000 } : null));
  await openReady(page, app.url, "models");
  await expectSound("nothing stored");
  const top = async () => (await field(page).boundingBox())?.y;
  const before = await top();
  await watchShifts(page);
  await check(page, ID);
  await expect(card(page).getByRole("radio")).toHaveCount(2);
  expect(await top()).toBe(before);
  await page.locator(".hub-settings summary").click();
  await expectSound("a card, Hub settings open");
  await card(page).getByRole("button", { name: "Only download" }).click();
  await expect(download(page, ID)).toBeVisible();
  await check(page, "owner/gated");
  await expect(card(page).getByRole("alert")).toBeVisible();
  await expectSound("a download, a refusal");
  const above = (await shiftsOf(page)).filter(({ of }) => /hub-form|models__list/.test(of));
  expect(above).toEqual([]);
  hub.setFault(null);
  await button(page, `Pause ${ID}`).click();
  await button(page, `Resume ${ID}`).click();
  await button(page, `Delete ${ID}, full precision`).click({ timeout: 30_000 });
  await expectSound("stored, asked whether to delete");
});

async function expectSound(where: string): Promise<void> {
  for (const [width, theme] of [
    [1280, "light"],
    [390, "dark"],
  ] as const) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: theme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    const found = violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.target}`));
    expect.soft(found, `${where}, ${width} px, ${theme}`).toEqual([]);
    const { wide, room } = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return { wide: scrollWidth, room: clientWidth };
    });
    expect.soft(wide, `${where}: width of the page`).toBeLessThanOrEqual(room);
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}
