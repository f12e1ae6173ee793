/**
 * Draws the app's icons from the mark: `node src/ui/testing/render-icons.mjs` writes `public/favicon.svg` and
 * `public/icons/*.png`. Needs Playwright's Chromium, or the one that CHROMIUM names.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { chromium } from "playwright-core";

const GROUND = "#17201b";
const INK = "#e7eae5";
const LAMP = "#ff6d2e";
const mark = (ink, lamp) =>
  `<g fill="none" stroke-width="4"><path stroke="${ink}" d="M28.4 16A12.5 12.5 0 1 0 25.2 24.4"/><path stroke="${lamp}" d="M11 16H30.4"/></g>`;

/** `share` of the square is taken by the mark; a maskable icon keeps it inside the safe circle. */
function tile(share, radius) {
  const move = 16 - 16 * share;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="${radius}" fill="${GROUND}"/><g transform="translate(${move} ${move}) scale(${share})">${mark(INK, LAMP)}</g></svg>`;
}

const pictures = [
  ["icon-192.png", 192, tile(0.66, 7)],
  ["icon-512.png", 512, tile(0.66, 7)],
  ["icon-maskable-512.png", 512, tile(0.52, 0)],
  ["apple-touch-icon.png", 180, tile(0.62, 0)],
];

const out = new URL("../../../public/", import.meta.url);
await mkdir(new URL("icons/", out), { recursive: true });
await writeFile(new URL("favicon.svg", out), `${tile(0.74, 7)}\n`);

const { CHROMIUM } = process.env;
const browser = await chromium.launch({ args: ["--no-sandbox"], ...(CHROMIUM ? { executablePath: CHROMIUM } : {}) });
for (const [name, size, svg] of pictures) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>body{margin:0}svg{display:block;width:${size}px}</style>${svg}`);
  await writeFile(new URL(`icons/${name}`, out), await page.screenshot({ omitBackground: true }));
  await page.close();
}
await browser.close();
