/** Makes docs/earshot.png and public/screenshots: the built app (`npm run build`) hearing its own flute. */
import { mkdirSync } from "node:fs";
import { chromium } from "@playwright/test";
import { findChromium } from "./find-chromium.mjs";
import { serve } from "./serve.mjs";

/** Sizes as `manifest.webmanifest` states them. */
const PICTURES = [
  ["docs/earshot.png", 1280, 1000],
  ["public/screenshots/wide.png", 1280, 960],
  ["public/screenshots/narrow.png", 412, 915],
];

mkdirSync("public/screenshots", { recursive: true });
const app = await serve({ folder: process.env.EARSHOT_DIST ?? "dist" });
const browser = await chromium.launch({
  executablePath: findChromium(),
  args: ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"],
});
for (const [file, width, height] of PICTURES.filter(([name]) => name.includes(process.argv[2] ?? ""))) {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme: "light" });
  await page.goto(app.url);
  await page.getByText("22 labels").first().waitFor();
  await page.getByRole("button", { name: "a flute" }).click();
  await page.waitForTimeout(14_000);
  await page.evaluate(() => scrollTo(0, 0));
  await page.screenshot({ path: file });
  await page.close();
}
await browser.close();
await app.close();
