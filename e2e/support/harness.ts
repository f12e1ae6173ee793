/** The harness alone, in a page of its own: what the built code does without a screen. */
import { type Browser, type Page, test } from "@playwright/test";
import { serve } from "../../scripts/serve.mjs";
import { launchBrowser } from "./app.ts";

/** For all tests of a file. @returns gives the page, once they run */
export function harnessPage(): () => Page {
  let app: Awaited<ReturnType<typeof serve>>;
  let browser: Browser;
  let page: Page;
  test.beforeAll(async () => {
    app = await serve({ folder: "dist-harness" });
    browser = await launchBrowser();
    page = await browser.newPage();
    await page.goto(`${app.url}e2e/harness/`);
    await page.waitForFunction(() => document.body.dataset.ready === "true");
  });
  test.afterAll(async () => {
    await browser.close();
    await app.close();
  });
  return () => page;
}
