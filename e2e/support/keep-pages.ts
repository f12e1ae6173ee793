/** What stood on the pages of a browser that a test opened itself, when the test failed: Playwright keeps its own page's alone. */
import { writeFileSync } from "node:fs";
import { type BrowserContext, test } from "@playwright/test";

/** Before the context is closed. */
export async function keepPages(context: BrowserContext): Promise<void> {
  const info = test.info();
  if (info.status === info.expectedStatus) return;
  const texts = context.pages().map((page) => page.locator("body").ariaSnapshot({ timeout: 5000 }).catch(String));
  const file = info.outputPath("pages.txt");
  writeFileSync(file, (await Promise.all(texts)).join("\n\n"));
  await info.attach("pages", { path: file });
}
