/** What happens on the Files screen, with the page's own clock: clicks, phases of rows, packs given to the model, slow answers. */
import type { Page } from "@playwright/test";

export interface QueueWatch {
  readonly clicksMs: number[];
  readonly phases: { readonly name: string; readonly phase: string; readonly ms: number }[];
  /** When packs of windows were given to the model. */
  readonly packsMs: number[];
  /** From what the person did to the next picture, ms; the browser tells of those over 16 ms. */
  readonly answersMs: number[];
  readonly longTasksMs: number[];
}

declare global {
  interface Window {
    queueWatch: QueueWatch;
  }
}

/** Before the page's own scripts: `page.addInitScript(watchQueue)`. */
export function watchQueue(): void {
  const watch: QueueWatch = { clicksMs: [], phases: [], packsMs: [], answersMs: [], longTasksMs: [] };
  window.queueWatch = watch;
  addEventListener("click", ({ timeStamp }) => watch.clicksMs.push(timeStamp), true);

  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (this: Worker, ...message: unknown[]) {
    if ((message[0] as { readonly name?: string }).name === "runPack") watch.packsMs.push(performance.now());
    return Reflect.apply(post, this, message);
  };

  new MutationObserver((records) => {
    for (const { target } of records) {
      if (!(target instanceof HTMLTableRowElement)) continue;
      const name = target.querySelector("button")?.getAttribute("aria-label") ?? "";
      watch.phases.push({ name, phase: target.dataset.phase ?? "", ms: performance.now() });
    }
  }).observe(document, { subtree: true, attributeFilter: ["data-phase"] });

  const collect = (type: string, into: number[], options: { durationThreshold?: number }) =>
    new PerformanceObserver((list) => into.push(...list.getEntries().map(({ duration }) => duration))).observe({
      type,
      ...options,
    });
  collect("event", watch.answersMs, { durationThreshold: 16 });
  collect("longtask", watch.longTasksMs, {});
}

export const watched = (page: Page): Promise<QueueWatch> => page.evaluate(() => window.queueWatch);

/** From the last click to the moment at which the last of these rows says "cancelled", ms. */
export async function cancelTookMs(page: Page, names: readonly string[]): Promise<number> {
  const { clicksMs, phases } = await watched(page);
  const clickMs = clicksMs.at(-1) ?? Number.NaN;
  const ends = names.map((name) => {
    const end = phases.find((change) => change.name === name && change.phase === "cancelled" && change.ms >= clickMs);
    return end?.ms ?? Number.POSITIVE_INFINITY;
  });
  return Math.max(...ends) - clickMs;
}
