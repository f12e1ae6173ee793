/** Makes docs/earshot.png: the built app (`npm run build`) hearing its own flute. */
import { chromium } from "@playwright/test";
import { findChromium } from "./find-chromium.mjs";
import { serve } from "./serve.mjs";

const app = await serve({ folder: "dist" });
const browser = await chromium.launch({
  executablePath: findChromium(),
  args: ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"],
});
const page = await browser.newPage({ viewport: { width: 1280, height: 1000 }, colorScheme: "light" });
await page.goto(app.url);
await page.getByText("22 labels").first().waitFor();
await page.getByRole("button", { name: "a flute" }).click();
await page.waitForTimeout(14_000);
await page.screenshot({ path: "docs/earshot.png" });
await browser.close();
await app.close();
