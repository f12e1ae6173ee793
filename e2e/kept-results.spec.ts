/** Results kept between visits: in two tabs, spoilt on disk, or not at all where the browser stores nothing. */
import { readFileSync } from "node:fs";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { committedFixture } from "./fixtures/make-fixtures.mjs";
import { launchBrowser, openReady, serveApp } from "./support/app.ts";
import { dropFiles } from "./support/drop.ts";
import { fileRow, openFile } from "./support/results.ts";

let app: Awaited<ReturnType<typeof serveApp>>;
let browser: Browser;
let page: Page;

test.beforeAll(async () => {
  app = await serveApp();
  browser = await launchBrowser();
});
test.beforeEach(async () => {
  page = await (await browser.newContext()).newPage();
});
test.afterEach(() => page.context().close());
test.afterAll(async () => {
  await browser.close();
  await app.close();
});

const base64 = readFileSync(committedFixture("ticking.mp3")).toString("base64");
const mp3 = (name: string) => ({ name, base64 });
const open = (tab: Page) => openReady(tab, app.url, "files");
const rows = (tab: Page) => tab.getByRole("table", { name: "Files" }).locator("tbody").getByRole("row");
const done = (tab: Page, files: number) =>
  expect(tab.getByText(new RegExp(`^${files} files done`))).toBeVisible({ timeout: 20_000 });

/** On disk a result arrives a moment after the screen says that it is done. */
async function expectKeptAfterReload(tab: Page, files: number): Promise<void> {
  await expect(async () => {
    await tab.reload();
    await expect(tab.getByText("kept result", { exact: true })).toHaveCount(files, { timeout: 3000 });
  }).toPass({ timeout: 30_000 });
}

async function eraseAll(tab: Page): Promise<void> {
  await tab.getByRole("button", { name: "Remove all" }).click();
  await tab.getByRole("button", { name: "Erase all results" }).click();
  await expect(rows(tab)).toHaveCount(0);
}

for (const { why, block, says } of [
  {
    why: "blocked",
    block: () => void Reflect.deleteProperty(window, "indexedDB"),
    says: "it does not let this page store anything",
  },
  {
    why: "full",
    block: () => {
      IDBObjectStore.prototype.put = () => {
        throw new DOMException("full", "QuotaExceededError");
      };
    },
    says: "its storage is full",
  },
]) {
  test(`where storage is ${why}, one sentence says so and nothing on screen is lost`, async () => {
    await page.addInitScript(block);
    await open(page);
    await dropFiles(page, [mp3("1.mp3"), mp3("2.mp3")]);
    await done(page, 2);
    await expect(page.getByRole("status").getByText(says)).toHaveCount(1);
    expect(await openFile(page, "1.mp3")).toHaveLength(5);
    await page.getByRole("button", { name: "Dismiss" }).click();
    await dropFiles(page, [mp3("3.mp3")]);
    await done(page, 3);
    await expect(page.getByText(says)).toHaveCount(0);
    await eraseAll(page);
  });
}

test("two tabs share what is kept; a record that was spoilt costs itself only", async () => {
  await open(page);
  await dropFiles(page, [mp3("1.mp3"), mp3("2.mp3"), mp3("3.mp3")]);
  await done(page, 3);
  const other = await page.context().newPage();
  await open(other);
  await expectKeptAfterReload(other, 3);
  await other.evaluate(spoilOne);
  await expectKeptAfterReload(other, 2);

  // Erased in one tab, still on screen in the other, which keeps on keeping.
  await eraseAll(other);
  await dropFiles(page, [mp3("4.mp3")]);
  await done(page, 4);
  await expectKeptAfterReload(other, 1);
  await expect(fileRow(other, "4.mp3")).toHaveAttribute("data-phase", "done");
});

/** The first record loses half of its logits. */
async function spoilOne(): Promise<void> {
  const done = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const db = await done(indexedDB.open("earshot-results"));
  const files = db.transaction("files", "readwrite").objectStore("files");
  const [record] = await done(files.getAll(null, 1));
  record.logits.logits = record.logits.logits.slice(1);
  await done(files.put(record));
  db.close();
}
