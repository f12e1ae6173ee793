/**
 * Draws the app's icons from the mark: `node scripts/icons.mjs` writes `public/favicon.svg` and `public/icons/*.png`, with
 * Playwright's Chromium or the system's.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { chromium } from "@playwright/test";
import { findChromium } from "./find-chromium.mjs";

const GROUND = "#17201b";
const INK = "#e7eae5";
const LAMP = "#ff6d2e";

/** Strokes on a 32-unit square; one of them is lit. */
const PICTURES = {
  // An e whose ring is an ear and whose bar is a lit level.
  mark: ["M28.4 16A12.5 12.5 0 1 0 25.2 24.4", "M11 16H30.4"],
  // Bars that move.
  live: ["M4 13V19M28 13V19M10 8V24M22 8V24", "M16 3V29"],
  // A recording along time, and the moment at which something is heard.
  files: ["M3 16H9M23 16H29", "M12 9V23M16 4V28M20 9V23"],
  // One of several that is in use.
  models: ["M5 7H27M5 25H27", "M5 16H27"],
};

/** `share` of the square is taken by the picture; a maskable icon keeps it inside the safe circle. */
function tile(share, radius, picture = "mark") {
  const move = 16 - 16 * share;
  const [ink, lit] = PICTURES[picture];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="${radius}" fill="${GROUND}"/><g transform="translate(${move} ${move}) scale(${share})"><g fill="none" stroke-width="4"><path stroke="${INK}" d="${ink}"/><path stroke="${LAMP}" d="${lit}"/></g></g></svg>`;
}

const icons = [
  ["icon-192.png", 192, tile(0.66, 7)],
  ["icon-512.png", 512, tile(0.66, 7)],
  ["icon-maskable-192.png", 192, tile(0.52, 0)],
  ["icon-maskable-512.png", 512, tile(0.52, 0)],
  ["apple-touch-icon.png", 180, tile(0.62, 0)],
  ["shortcut-live.png", 96, tile(0.58, 7, "live")],
  ["shortcut-files.png", 96, tile(0.58, 7, "files")],
  ["shortcut-models.png", 96, tile(0.58, 7, "models")],
];

const out = new URL("../public/", import.meta.url);
await mkdir(new URL("icons/", out), { recursive: true });
await writeFile(new URL("favicon.svg", out), `${tile(0.74, 7)}\n`);

const browser = await chromium.launch({ args: ["--no-sandbox"], executablePath: findChromium() });
for (const [name, size, svg] of icons) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>body{margin:0}svg{display:block;width:${size}px}</style>${svg}`);
  await writeFile(new URL(`icons/${name}`, out), await page.screenshot({ omitBackground: true }));
  await page.close();
}
await browser.close();
