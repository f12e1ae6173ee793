/**
 * Finds a Chromium for the browser tests, or installs one: Playwright's own, else the system's, else Playwright's
 * download, else the system's package manager.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";
import { runManager, which } from "./system-packages.mjs";

const SYSTEM_NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const SYSTEM_PATHS = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];
const PACKAGE_MANAGERS = [
  ["apt-get", ["update", "-q"], ["install", "-y", "-q", "chromium"]],
  ["dnf", null, ["install", "-y", "chromium"]],
  ["pacman", null, ["-Sy", "--noconfirm", "chromium"]],
  ["apk", null, ["add", "chromium"]],
];

/** @returns {string} path of a Chromium that starts */
export function findChromium() {
  const found = present();
  if (found) return found;
  console.log("No Chromium here: trying Playwright's download …");
  spawnSync("npx", ["playwright", "install", "chromium"], { stdio: "inherit", timeout: 300_000 });
  const downloaded = present();
  if (downloaded) return downloaded;
  console.log("… and now the system's package manager …");
  installBySystem();
  const installed = present();
  if (installed) return installed;
  throw new Error("The browser tests need Chromium. Install it (for example: apt install chromium) and run again.");
}

/** @returns {string | null} */
function present() {
  const own = chromium.executablePath();
  if (existsSync(own) && starts(own)) return own;
  const named = SYSTEM_NAMES.map(which);
  return [...named, ...SYSTEM_PATHS].find((path) => path && existsSync(path) && starts(path)) ?? null;
}

/** @param {string} path */
function starts(path) {
  return spawnSync(path, ["--version"], { timeout: 20_000 }).status === 0;
}

function installBySystem() {
  for (const [manager, update, install] of PACKAGE_MANAGERS) {
    if (!which(manager)) continue;
    if (update) runManager(manager, update);
    runManager(manager, install);
    return;
  }
}
