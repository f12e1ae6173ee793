/**
 * Finds Firefox and WebKitGTK for the tests of the engines, or installs them where the system's package manager is apt and may
 * be used without a password; elsewhere what is missing is said, and its tests are skipped.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import path from "node:path";
import { runManager, which } from "./system-packages.mjs";

const SOUND = path.resolve(".cache/sound");
const PACKAGES = {
  firefox: "firefox-esr",
  webkit: "webkit2gtk-driver",
  // A screen for WebKitGTK, a device for Firefox to play to.
  Xvfb: "xvfb",
  pulseaudio: "pulseaudio",
};

/** @returns {Record<string, string>} environment for the tests: where each engine is */
export function findEngines() {
  const missing = Object.keys(PACKAGES).filter((name) => find(name) === null);
  if (missing.length > 0) install(missing.map((name) => PACKAGES[name]));
  const [firefox, webkit] = [find("firefox"), find("webkit")];
  const have = {
    ...(firefox && find("pulseaudio") ? { EARSHOT_FIREFOX: firefox, EARSHOT_SOUND: startSound() } : {}),
    ...(webkit && find("Xvfb") ? { EARSHOT_WEBKIT: webkit } : {}),
  };
  if (!have.EARSHOT_FIREFOX) console.log("No Firefox (or no pulseaudio for it) here: its tests are skipped.");
  if (!have.EARSHOT_WEBKIT) console.log("No WebKitGTK (or no Xvfb for it) here: its tests are skipped.");
  return have;
}

function find(name) {
  if (name === "firefox") return which("firefox-esr") ?? which("firefox");
  if (name !== "webkit") return which(name);
  const driver = which("WebKitWebDriver");
  const browser = miniBrowser();
  return driver && browser ? `${driver}:${browser}` : null;
}

/** WebKitGTK's example browser lies in a folder of its version. */
function miniBrowser() {
  for (const lib of [
    "/usr/lib",
    ...folders("/usr/lib").filter((folder) => folder.endsWith("-linux-gnu")),
    "/usr/libexec",
  ]) {
    for (const folder of folders(lib)) {
      const browser = `${folder}/MiniBrowser`;
      if (/\/webkit/.test(folder) && existsSync(browser)) return browser;
    }
  }
  return null;
}

function folders(parent) {
  return existsSync(parent) ? readdirSync(parent).map((name) => `${parent}/${name}`) : [];
}

function install(names) {
  if (!which("apt-get")) return;
  console.log(`For the tests of the engines: ${names.join(", ")} …`);
  if (runManager("apt-get", ["update", "-q"]).status !== 0) return;
  runManager("apt-get", ["install", "-y", "-q", "--no-install-recommends", ...names]);
}

/**
 * Where there is no sound card, Firefox's contexts of sound never run. The server is in a place of its own, for Firefox alone:
 * Chromium does without one, and would play to it with gaps.
 * @returns {string} its address
 */
function startSound() {
  mkdirSync(SOUND, { recursive: true });
  const env = { ...process.env, PULSE_RUNTIME_PATH: SOUND };
  spawnSync("pulseaudio", ["--start", "--exit-idle-time=-1"], { stdio: "ignore", timeout: 20_000, env });
  return `unix:${SOUND}/native`;
}
