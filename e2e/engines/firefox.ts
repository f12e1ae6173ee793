/** Firefox by WebDriver BiDi. Its microphone is its own fake; a context of sound needs a device to play to (`scripts/find-engines.mjs`). */
import puppeteer from "puppeteer-core";
import type { EnginePage } from "./engine.ts";

export async function openFirefox(executablePath: string): Promise<EnginePage> {
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath,
    headless: true,
    env: { ...process.env, PULSE_SERVER: process.env.EARSHOT_SOUND },
    extraPrefsFirefox: {
      "media.navigator.streams.fake": true,
      "media.navigator.permission.disabled": true,
      "media.autoplay.default": 0,
    },
  });
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 800 });
  const find = async (selector: string) => {
    const found = await page.$(selector);
    if (!found) throw new Error(`${selector} is not there`);
    return found;
  };
  return {
    goto: async (url) => void (await page.goto(url)),
    reload: async () => void (await page.reload()),
    evaluate: (work, ...given) => page.evaluate(`(${work})(...${JSON.stringify(given)})`) as never,
    run: async (source) => void (await page.evaluate(`${source};0`)),
    async click(selector) {
      const found = await find(selector);
      await found.scrollIntoView();
      await found.click();
    },
    press: (key) => page.keyboard.press(key),
    async chooseFile(selector, file) {
      const input = await find(selector);
      await (input as never as { uploadFile(path: string): Promise<void> }).uploadFile(file);
    },
    screenshot: async () => Buffer.from(await page.screenshot()),
    close: () => browser.close(),
  };
}
