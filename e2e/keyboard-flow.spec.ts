/** The whole flow by keyboard alone: every stop shows that it has the focus, and nothing is out of reach. */
import { readFileSync } from "node:fs";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { launchBrowser, openReady, serveApp } from "./support/app.ts";
import { eventRows } from "./support/events-table.ts";
import { expectFocusSeen, tabTo } from "./support/keyboard.ts";
import { readCsv, saved } from "./support/label-readers.ts";
import { inTurn, wavFile } from "./support/recordings.ts";
import { bars, fileRow } from "./support/results.ts";
import { keepSettings } from "./support/settings.ts";
import { position, positionSlider } from "./support/timeline.ts";

const FILE = "clock.wav";
const SPOKEN_DIGITS_READY = new RegExp(`^Ready\\. ${labelsOf("spoken-digits")} labels\\.$`);

test.describe.configure({ mode: "serial" });
// A picture of every frame of a screen that moves costs more than what it shows.
test.use({ trace: { mode: "retain-on-failure", screenshots: false } });

let app: Awaited<ReturnType<typeof serveApp>>;
let browser: Browser;
let page: Page;

/** One visit, from screen to screen. */
test.beforeAll(async () => {
  app = await serveApp();
  browser = await launchBrowser();
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.addInitScript(keepSettings, { threshold: 0.3 });
  await openReady(page, app.url, "live");
});

test.afterAll(async () => {
  await browser.close();
  await app.close();
});

const tab = (name: string) => page.getByRole("tab", { name });
const slider = (name: string) => page.getByRole("slider", { name, exact: true });
const button = (name: string) => page.getByRole("button", { name, exact: true });
const press = (key: string) => page.keyboard.press(key);

test("Live: listen, stop", async () => {
  await tabTo(page, tab("Live"));
  await tabTo(page, button("Start listening"));
  await press("Enter");
  await expect(bars(page).first()).toBeVisible({ timeout: 15_000 });
  await expectFocusSeen(page);
  await expect(button("Stop listening")).toBeFocused();
  await press("Space");
  await expect(button("Start listening")).toBeFocused();
});

test("Files: choose one, play, seek, see the whole again", async () => {
  await tabTo(page, tab("Live"), "Shift+Tab");
  await press("ArrowRight");
  await expect(tab("Files")).toBeFocused();
  await expect(tab("Files")).toHaveAttribute("aria-selected", "true");
  await expectFocusSeen(page);
  await tabTo(page, page.getByLabel("Choose audio files"));
  const choosing = page.waitForEvent("filechooser");
  await press("Enter");
  await (await choosing).setFiles(wavFile(FILE, [inTurn([1.3, "ticking-clock", 3.1, ["dog-bark", 3], 2])]));
  await expect(fileRow(page, FILE)).toHaveAttribute("data-phase", "done", { timeout: 30_000 });
  await expectFocusSeen(page);
  await tabTo(page, button(FILE));
  await press("Enter");
  await tabTo(page, button("Play"));
  await press("Enter");
  await expect(button("Pause")).toBeFocused();
  await press("Enter");
  await expect(button("Play")).toBeFocused();
  await tabTo(page, positionSlider(page));
  await press("Home");
  for (let times = 0; times < 3; times++) await press("ArrowRight");
  expect(await position(page)).toBe(3);
  await expect(page.getByRole("heading", { name: /^From 0:02/ })).toBeVisible();
  await press("End");
  await expect(positionSlider(page)).toHaveAttribute("aria-valuetext", /^0:13 of 0:13/);
  await tabTo(page, button("Show the whole clip"));
  await press("Enter");
  await expect(page.getByRole("heading", { name: "Whole clip" })).toBeVisible();
});

test("Files: events, a threshold of a label's own, a clip and a table to keep", async () => {
  const labels = () => eventRows(page).locator("td:nth-child(3)").allTextContents();
  expect(await labels()).toEqual(["clock tick", "dog bark"]);
  await tabTo(page, eventRows(page).first().getByRole("button"));
  await press("ArrowDown");
  await expect(eventRows(page).nth(1).getByRole("button")).toBeFocused();
  await expectFocusSeen(page);
  await press("Escape");
  await tabTo(page, button("Save clip"));
  expect((await saved(page, () => press("Enter"))).name).toMatch(/ dog bark\.wav$/);
  await expect(button("Save clip")).toBeFocused();

  await tabTo(page, page.locator("summary", { hasText: "Thresholds by label" }));
  await press("Enter");
  await expect(slider("Threshold of dog bark")).toBeVisible();
  await tabTo(page, slider("Threshold of dog bark"));
  await press("End");
  await expect.poll(labels).toEqual(["clock tick"]);
  await tabTo(page, button("Reset dog bark"));
  await press("Enter");
  await expect.poll(labels).toEqual(["clock tick", "dog bark"]);
  await expectFocusSeen(page);
  await tabTo(page, button("Export CSV"));
  expect(readCsv((await saved(page, () => press("Enter"))).text)).toHaveLength(2);
});

test("Settings: model, function, number of labels, threshold", async () => {
  await tabTo(page, page.getByRole("combobox", { name: "Model" }));
  await page.keyboard.type("spoken");
  await expect(page.getByRole("combobox", { name: "Model" })).toHaveValue("spoken-digits");
  await expect(page.getByText(SPOKEN_DIGITS_READY)).toBeVisible({ timeout: 30_000 });
  await expect(fileRow(page, FILE)).toHaveAttribute("data-phase", "done", { timeout: 30_000 });
  await tabTo(page, page.getByRole("combobox", { name: "Function" }));
  await page.keyboard.type("softmax");
  await expect(page.getByRole("combobox", { name: "Function" })).toHaveValue("softmax");
  await tabTo(page, slider("Labels shown"));
  await press("Home");
  await expect(bars(page)).toHaveCount(1);
  await press("ArrowRight");
  await expect(bars(page)).toHaveCount(2);
  await tabTo(page, slider("Heard from"));
  await press("End");
  await expect(slider("Heard from")).toHaveAttribute("aria-valuetext", "1.00");
});

test("Models: use one, and back to Live", async () => {
  await tabTo(page, tab("Files"), "Shift+Tab");
  await press("End");
  await expect(tab("Models")).toBeFocused();
  await tabTo(page, button("Use everyday-sounds"));
  await press("Enter");
  await expect(button("everyday-sounds is in use")).toBeFocused();
  await expect(page.getByRole("table", { name: "Backend trials" })).toBeVisible({ timeout: 30_000 });
  await tabTo(page, page.getByRole("textbox", { name: "Hub id" }));
  await tabTo(page, tab("Models"), "Shift+Tab");
  await press("Home");
  await expect(tab("Live")).toBeFocused();
  await expect(button("Start listening")).toBeVisible();
});

test("the way past the header", async () => {
  await page.reload();
  await expect(button("Start listening")).toBeVisible();
  await press("Tab");
  expect(await expectFocusSeen(page)).toBe("Skip to the content");
  await press("Enter");
  await press("Tab");
  await expect(button("Start listening")).toBeFocused();
});

function labelsOf(model: string): number {
  return Object.keys(JSON.parse(readFileSync(`public/models/${model}/config.json`, "utf8")).id2label).length;
}
