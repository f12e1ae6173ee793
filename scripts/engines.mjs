/** `npm run engines`: the core tests in Chromium, Firefox and WebKitGTK, found or installed. Needs the built app. */
import { spawnSync } from "node:child_process";
import { findChromium } from "./find-chromium.mjs";
import { findEngines } from "./find-engines.mjs";

const env = { ...process.env, EARSHOT_CHROMIUM: findChromium(), ...findEngines() };
const rest = ["--no-install", "playwright", "test", "e2e/engines", "--no-deps", ...process.argv.slice(2)];
process.exit(spawnSync("npx", rest, { stdio: "inherit", env, shell: process.platform === "win32" }).status ?? 1);
