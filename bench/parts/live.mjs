/** A minute of listening, by the browser test that holds it: how soon bars move, and whether the page ever stands still. */
import { spawnSync } from "node:child_process";
import { findChromium } from "../../scripts/find-chromium.mjs";

const LINE =
  /([\d.]+) s live .*: (\d+) frames lost, (\d+) windows dropped, ([\d.]+) results a second .*median (\d+) ms, p95 (\d+) ms, most (\d+) ms; tasks over 50 ms: (\d+)/;

export async function measure() {
  const env = { ...process.env, EARSHOT_CHROMIUM: findChromium() };
  const { stdout } = spawnSync(
    "npx",
    ["--no-install", "playwright", "test", "e2e/live-timing.spec.ts", "--no-deps", "--retries=0", "--reporter=line"],
    { env, encoding: "utf8", shell: process.platform === "win32" },
  );
  const found = LINE.exec(stdout);
  if (!found) throw new Error(`the minute was not listened to:\n${stdout.slice(-2000)}`);
  const [, seconds, frames, windows, pace, middle, late, most, tasks] = found;
  return {
    title: "Live",
    words:
      "The end of a window to the frame after the one that shows its bars; the microphone's own latency is not in it.",
    columns: ["", ""],
    rows: [
      ["seconds listened", seconds],
      ["frames lost, windows dropped", `${frames}, ${windows}`],
      ["results a second", pace],
      ["window end to bars, ms: median, p95, most", `${middle}, ${late}, ${most}`],
      ["tasks of the page over 50 ms", tasks],
    ],
    ratios: {},
  };
}
