/** A person at the permission prompt. */
import type { Page } from "@playwright/test";

/** From now on the browser refuses, as after a click on Block. */
export async function refuseMicrophone(page: Page): Promise<void> {
  await page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("refused", "NotAllowedError"));
  });
}
