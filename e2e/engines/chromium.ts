import { launchBrowser } from "../support/app.ts";
import type { EnginePage } from "./engine.ts";

export async function openChromium(): Promise<EnginePage> {
  const browser = await launchBrowser();
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  return {
    goto: async (url) => void (await page.goto(url)),
    reload: async () => void (await page.reload()),
    // Playwright's own type of a page function takes one argument.
    evaluate: (work, ...given) => page.evaluate(`(${work})(...${JSON.stringify(given)})`),
    run: async (source) => void (await page.evaluate(`${source};0`)),
    click: (selector) => page.click(selector),
    press: (key) => page.keyboard.press(key),
    chooseFile: (selector, file) => page.setInputFiles(selector, file),
    screenshot: () => page.screenshot(),
    close: () => browser.close(),
  };
}
