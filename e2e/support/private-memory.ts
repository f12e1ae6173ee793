/** What a page's process holds for itself alone, by the system's own word (Linux). */
import { existsSync, readFileSync } from "node:fs";
import type { Browser, Page } from "@playwright/test";

export const canMeasureMemory = existsSync("/proc/self/smaps_rollup");

/** MB of private pages of the largest renderer, after the collector has run. */
export async function privateMemoryMB(browser: Browser, page: Page): Promise<number> {
  const tab = await page.context().newCDPSession(page);
  await tab.send("HeapProfiler.collectGarbage");
  await tab.detach();
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  return Math.max(...processInfo.filter(({ type }) => type === "renderer").map(({ id }) => privateMB(id)));
}

function privateMB(pid: number): number {
  const file = `/proc/${pid}/smaps_rollup`;
  if (!existsSync(file)) return 0; // A process that ended meanwhile.
  const pages = readFileSync(file, "utf8").matchAll(/^Private_\w+:\s+(\d+) kB/gm);
  return [...pages].reduce((sum, [, kB]) => sum + Number(kB), 0) / 1000;
}
