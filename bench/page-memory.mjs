/** How much memory a page takes, and how much of it is still held by something. */
import { existsSync, readFileSync } from "node:fs";

/**
 * The page's process by what the system says of it: private pages, its own, not the browser's code that all processes
 * share; script, WASM, sound and pictures, workers included. The browser tells which process that is.
 * @param collect run before each look; null = the memory as it lies
 */
export function watchMemory(browser, everyMs, collect) {
  let processMB = 0;
  let stopped = false;
  const watching = (async () => {
    const memoryNow = await privateMemory(browser);
    while (!stopped) {
      await new Promise((resolve) => setTimeout(resolve, everyMs));
      if (stopped && processMB > 0) return;
      await collect?.();
      processMB = Math.max(processMB, await memoryNow());
    }
  })();
  return {
    async stop() {
      stopped = true;
      await watching;
      return processMB;
    },
  };
}

/** Gives a function that tells the page's private memory now, in MB. */
export async function privateMemory(browser) {
  const session = await browser.newBrowserCDPSession();
  return async () => {
    const { processInfo } = await session.send("SystemInfo.getProcessInfo");
    return Math.max(0, ...processInfo.filter(({ type }) => type === "renderer").map(({ id }) => privateMB(id)));
  };
}

/** Gives a function that collects the garbage of the page and of each of its workers. To be made before they start. */
export async function collector(page) {
  const session = await page.context().newCDPSession(page);
  const workers = new Set();
  const answered = new Map();
  let calls = 0;
  session.on("Target.attachedToTarget", ({ sessionId }) => workers.add(sessionId));
  session.on("Target.detachedFromTarget", ({ sessionId }) => {
    workers.delete(sessionId);
    for (const [id, call] of answered) if (call.sessionId === sessionId) settle(id);
  });
  session.on("Target.receivedMessageFromTarget", ({ message }) => settle(JSON.parse(message).id));
  const settle = (id) => {
    answered.get(id)?.resolve();
    answered.delete(id);
  };
  await session.send("Target.setAutoAttach", { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  const collectIn = (sessionId) =>
    new Promise((resolve) => {
      const id = ++calls;
      answered.set(id, { sessionId, resolve });
      const message = JSON.stringify({ id, method: "HeapProfiler.collectGarbage" });
      session.send("Target.sendMessageToTarget", { sessionId, message }).catch(() => settle(id));
    });
  return async () => {
    await session.send("HeapProfiler.collectGarbage");
    await Promise.all([...workers].map(collectIn));
  };
}

function privateMB(pid) {
  if (!existsSync(`/proc/${pid}/smaps_rollup`)) return 0;
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  const kB = [...text.matchAll(/^Private_\w+:\s+(\d+) kB/gm)].reduce((sum, [, figure]) => sum + Number(figure), 0);
  return Math.round(kB / 1000);
}
