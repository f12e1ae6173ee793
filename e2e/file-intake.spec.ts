/** How files come in and leave: dropped anywhere, pasted, several at once, cancelled, with hostile names. */
import { readFileSync } from "node:fs";
import { type Browser, type BrowserContext, expect, type Page, test } from "@playwright/test";
import { committedFixture, tone } from "./fixtures/make-fixtures.mjs";
import { wavBytes } from "./fixtures/wav.mjs";
import { launchBrowser, serveApp } from "./support/app.ts";
import { chooseFiles, fileRow, openFile } from "./support/results.ts";
import { forgetResults } from "./support/settings.ts";

const ticking = readFileSync(committedFixture("ticking.mp3"));
const mp3 = (name: string) => ({ name, mimeType: "audio/mpeg", buffer: ticking });
const tenMinutes = (name: string) => ({
  name,
  mimeType: "audio/wav",
  buffer: Buffer.from(wavBytes([tone(440, 8000, 600)], 8000)),
});

let app: Awaited<ReturnType<typeof serveApp>>;
let browser: Browser;
/** One profile for all, but for the results: what a backend is worth is measured once. */
let context: BrowserContext;
let page: Page;

test.beforeAll(async () => {
  app = await serveApp();
  browser = await launchBrowser();
  context = await browser.newContext();
  await context.addInitScript(forgetResults);
});
test.beforeEach(async () => {
  page = await context.newPage();
});
test.afterEach(() => page.close());
test.afterAll(async () => {
  await browser.close();
  await app.close();
});

/** A drag or a paste with files, as the browser would send it to what is in the middle of the page. */
async function give(kind: "drop" | "paste", names: readonly string[], bytes: Buffer): Promise<void> {
  await page.evaluate(
    ({ kind, names, base64 }) => {
      const content = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const data = new DataTransfer();
      for (const name of names) data.items.add(new File([content], name, { type: "audio/mpeg" }));
      const target = document.elementFromPoint(innerWidth / 2, innerHeight / 2) ?? document.body;
      const common = { bubbles: true, cancelable: true };
      if (kind === "paste")
        return target.dispatchEvent(new ClipboardEvent("paste", { ...common, clipboardData: data }));
      for (const type of ["dragenter", "dragover", "drop"]) {
        const event = new DragEvent(type, { ...common, dataTransfer: data });
        target.dispatchEvent(event);
        // What the page does not take, the browser opens: the app would be gone.
        if (!event.defaultPrevented) throw new Error(`${type} was left to the browser`);
      }
    },
    { kind, names, base64: bytes.toString("base64") },
  );
}

for (const screen of ["live", "files", "models"]) {
  test(`files dropped on ${screen} are heard`, async () => {
    await page.goto(`${app.url}#/${screen}`);
    await expect(page.getByRole("tab", { name: screen })).toHaveAttribute("aria-selected", "true");
    await give("drop", ["dropped.mp3", "second.mp3"], ticking);
    await expect(page).toHaveURL(/#\/files/);
    expect(await openFile(page, "dropped.mp3")).toHaveLength(5);
    expect(await openFile(page, "second.mp3")).toHaveLength(5);
  });
}

test("a pasted file is heard", async () => {
  await page.goto(app.url);
  await expect(page.getByRole("button", { name: "Start listening" })).toBeVisible();
  await give("paste", ["pasted.mp3"], ticking);
  expect(await openFile(page, "pasted.mp3")).toHaveLength(5);
});

test("one bad file among several stops none of the others", async () => {
  await page.goto(`${app.url}#/files`);
  await chooseFiles(page, [
    mp3("first.mp3"),
    { name: "bad.mp3", mimeType: "audio/mpeg", buffer: Buffer.from("no sound at all") },
    mp3("third.mp3"),
  ]);
  expect(await openFile(page, "first.mp3")).toHaveLength(5);
  expect(await openFile(page, "third.mp3")).toHaveLength(5);
  await expect(fileRow(page, "bad.mp3").getByRole("alert")).toContainText("holds no sound");
  // The bad one costs nothing that is on screen.
  await fileRow(page, "bad.mp3").getByRole("button", { name: "Remove bad.mp3" }).click();
  await expect(fileRow(page, "bad.mp3")).toHaveCount(0);
  await expect(page.getByRole("heading", { name: "third.mp3" })).toBeVisible();
});

test("a file can be cancelled while it is heard, and the next one begins", async () => {
  await page.goto(`${app.url}#/files`);
  await chooseFiles(page, [tenMinutes("long.wav"), tenMinutes("waiting.wav"), mp3("last.mp3")]);
  await expect(fileRow(page, "long.wav")).toHaveAttribute("data-phase", "running", { timeout: 20_000 });
  await fileRow(page, "waiting.wav").getByRole("button", { name: "Cancel waiting.wav" }).click();
  await fileRow(page, "long.wav").getByRole("button", { name: "Cancel long.wav" }).click();
  await expect(fileRow(page, "long.wav")).toContainText("cancelled");
  await expect(fileRow(page, "waiting.wav")).toContainText("cancelled");
  expect(await openFile(page, "last.mp3")).toHaveLength(5);
  await expect(fileRow(page, "long.wav")).toHaveAttribute("data-phase", "cancelled");
});

for (const name of ['<img src=x onerror="document.title=666">.mp3', "🐦 ‮3pm.gnos‬ très long ".repeat(8).trim()]) {
  test(`the name ${name.slice(0, 30)} is shown as text`, async () => {
    await page.goto(`${app.url}#/files`);
    await chooseFiles(page, mp3(name));
    await expect(page.getByRole("heading", { level: 2 }).filter({ hasText: name.slice(0, 12) })).toHaveText(name, {
      timeout: 20_000,
    });
    expect(await page.locator("img").count()).toBe(0);
    expect(await page.title()).not.toContain("666");
    await page.setViewportSize({ width: 360, height: 700 });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });
}
