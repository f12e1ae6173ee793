/** axe and a screen of 360 px on every state of every screen, light and dark, wide and narrow. */
import AxeBuilder from "@axe-core/playwright";
import { type Browser, type BrowserContext, expect, type Page, test } from "@playwright/test";
import { launchBrowser, openReady, serveApp } from "./support/app.ts";
import { eventRows } from "./support/events-table.ts";
import { makeLabelledFolder } from "./support/labelled-folder.ts";
import { refuseMicrophone } from "./support/microphone.ts";
import { inTurn, wavFile } from "./support/recordings.ts";
import { bars, chooseFiles, openFile } from "./support/results.ts";
import { keepSettings } from "./support/settings.ts";

const FILE = "yard.wav";
/** Every rule at one width in either theme; what is left of the dark wide page is a matter of colours. */
const LOOKS = [
  { width: 1280, theme: "light", rules: null },
  { width: 390, theme: "dark", rules: null },
  { width: 1280, theme: "dark", rules: ["color-contrast", "link-in-text-block"] },
] as const;
const NARROWEST_PX = 360;

// A picture of every frame of a screen that moves costs more than what it shows.
test.use({ trace: { mode: "retain-on-failure", screenshots: false } });

let app: Awaited<ReturnType<typeof serveApp>>;
let browser: Browser;
let context: BrowserContext;
let page: Page;

test.beforeAll(async () => {
  app = await serveApp();
  browser = await launchBrowser();
});

test.beforeEach(async () => {
  test.setTimeout(120_000);
  // Contrast is judged where colours have arrived, not half-way through a fade.
  context = await browser.newContext({ reducedMotion: "reduce" });
  page = await context.newPage();
  await page.addInitScript(keepSettings, { topK: 10, threshold: 0.3 });
});

test.afterEach(() => context.close());

test.afterAll(async () => {
  await browser.close();
  await app.close();
});

test("Live and Models", async () => {
  await openReady(page, app.url, "live");
  await expectSound("Live, off");
  await page.getByRole("button", { name: "Start listening" }).click();
  await expect(bars(page).first()).toBeVisible({ timeout: 15_000 });
  await expectSound("Live, listening", "#panel-live");
  await page.getByRole("button", { name: "Stop listening" }).click();
  await refuseMicrophone(page);
  await page.getByRole("button", { name: "Start listening" }).click();
  await expect(page.getByRole("alert")).toContainText("was not allowed to use the microphone");
  await expectSound("Live, failed", "#panel-live");
  await page.getByRole("tab", { name: "Models" }).click();
  await expect(page.getByRole("table", { name: "Backend trials" })).toBeVisible();
  await expectSound("Models");
});

test("Files, from none to many", async () => {
  await openReady(page, app.url, "files");
  await expectSound("Files, empty");
  await chooseFiles(page, wavFile(FILE, [inTurn([1.3, "dog-bark", 3.1, "ticking-clock", 2])]));
  await openFile(page, FILE);
  await expect(eventRows(page).first()).toBeVisible();
  await page.getByText("Thresholds by label").click();
  await page.getByText("Events", { exact: true }).and(page.locator("summary")).click();
  await eventRows(page).first().getByRole("button").click();
  await page.keyboard.press("Escape");
  await expectSound("Files, an event chosen, thresholds and rules open", ".file-detail");

  await page.getByLabel("Choose a folder").setInputFiles(makeLabelledFolder("axe").folder);
  await expect(page.getByText("8 of 9 done", { exact: true })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole("alert")).toHaveCount(1);
  await page.getByRole("button", { name: "Remove all" }).click();
  await expectSound("Files, a queue with a failure, asked whether to remove all", ".queue");

  await page.getByRole("button", { name: "Keep them" }).click();
  await page.getByText("Compare with labels").click();
  await page.getByRole("button", { name: /^1 file: flute, taken for/ }).click();
  await expectSound("Files, compared with labels", ".evaluation");
});

/**
 * In every look, and no wider than the narrowest screen.
 * @param part what is new in this state. The page around it is judged in one look only: in the others it was before.
 */
async function expectSound(where: string, part: string | null = null): Promise<void> {
  for (const [place, { width, theme, rules }] of LOOKS.entries()) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: theme });
    const axe = new AxeBuilder({ page });
    if (part !== null && place > 0) axe.include(part);
    if (rules !== null) axe.withRules([...rules]);
    const { violations } = await axe.analyze();
    const found = violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.target}`));
    expect.soft(found, `${where}, ${width} px, ${theme}`).toEqual([]);
  }
  await page.setViewportSize({ width: NARROWEST_PX, height: 740 });
  const { wide, room } = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return { wide: scrollWidth, room: clientWidth };
  });
  expect.soft(wide, `${where}: width of the page`).toBeLessThanOrEqual(room);
}
