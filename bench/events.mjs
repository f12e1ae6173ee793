/** `npm run bench:events`: F1 of the event table on 24 composed recordings of ten minutes, in the built app. */
import { spawnSync } from "node:child_process";
import { findChromium } from "../scripts/find-chromium.mjs";

const environment = { ...process.env, EARSHOT_RECORDINGS: "24", EARSHOT_CHROMIUM: findChromium() };
const { status } = spawnSync("npx", ["--no-install", "playwright", "test", "e2e/events.spec.ts"], {
  stdio: "inherit",
  env: environment,
  shell: process.platform === "win32",
});
process.exit(status ?? 1);
