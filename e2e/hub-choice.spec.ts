/** Another Hub, chosen on the Models screen: the policy lets it out after one reload, and it is still chosen at the next visit. */
import path from "node:path";
import { type Browser, type BrowserContext, expect, type Page, test } from "@playwright/test";
import { launchBrowser, openReady, serveApp } from "./support/app.ts";
import { button, card, check, inUse, makeModel } from "./support/hub-models.ts";
import { startLoopbackHub } from "./support/loopback-hub.mjs";
import { allowOrigin, record } from "./support/recorder.ts";

const settings = (page: Page) => page.locator(".hub-settings summary");

let first: Awaited<ReturnType<typeof startLoopbackHub>>;
let second: Awaited<ReturnType<typeof startLoopbackHub>>;
let app: Awaited<ReturnType<typeof serveApp>>;
let browser: Browser;
let context: BrowserContext;
let page: Page;

test.beforeAll(async () => {
  const folder = makeModel(path.resolve(".cache/e2e/hub-choice/digits"));
  first = await startLoopbackHub({ models: {} });
  second = await startLoopbackHub({ models: { "mirror/digits": folder } });
  app = await serveApp(first.url);
  allowOrigin(second.url);
  browser = await launchBrowser();
});

test.beforeEach(async () => {
  // The service worker writes the page's policy.
  context = await browser.newContext({ serviceWorkers: "allow" });
  page = await context.newPage();
  await openReady(page, app.url, "models");
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null, undefined, { timeout: 30_000 });
});

test.afterEach(() => context.close());

test.afterAll(async () => {
  await browser.close();
  await app.close();
  await first.close();
  await second.close();
});

async function choose(address: string): Promise<void> {
  await settings(page).click();
  await page.getByLabel("Address of the Hub").fill(address);
  await button(page, "Use this Hub").click();
}

test("another Hub is asked after the page is loaded again, and the app's own after going back", async () => {
  const { violations } = record(context);
  await choose(`${second.url}/`);
  await expect(page.getByText(`${second.url} is asked after the page is loaded again`)).toBeVisible();
  expect(second.requests).toEqual([]);
  await button(page, "Reload the page").click();
  await expect(settings(page)).toContainText(new URL(second.url).host, { timeout: 30_000 });
  await check(page, "mirror/digits");
  await card(page).getByRole("button", { name: "Download and use" }).click();
  await expect(inUse(page)).toHaveText("mirror/digits", { timeout: 30_000 });
  expect(first.requests).toEqual([]);

  await settings(page).click();
  await button(page, "Back to the Hub that the app came with").click();
  await button(page, "Reload the page").click();
  await expect(settings(page)).toContainText(new URL(first.url).host, { timeout: 30_000 });
  await expect(inUse(page)).toHaveText("mirror/digits", { timeout: 30_000 });
  await check(page, "mirror/other");
  await expect(card(page).getByRole("alert")).toContainText("does not exist on this Hub");
  expect(first.requests).not.toEqual([]);
  expect(violations).toEqual([]);
});

test("what is no address, or would be read on the way, is refused", async () => {
  await choose("http://mirror.example");
  await expect(page.getByRole("alert")).toContainText("That is no address of a Hub.");
  await expect(page.getByLabel("Address of the Hub")).toHaveAttribute("aria-invalid", "true");
  await page.reload();
  await expect(settings(page)).toContainText(new URL(first.url).host);
});
