/** What moves on the page without anybody having pressed anything, as the browser itself counts it. */
import type { Page } from "@playwright/test";

export interface LayoutShift {
  /** Share of the screen that moved, times how far. */
  readonly value: number;
  /** What moved. */
  readonly of: string;
}

declare global {
  interface Window {
    shifts: LayoutShift[];
  }
}

/** From now on; what moved before is forgotten. */
export function watchShifts(page: Page): Promise<void> {
  return page.evaluate(async () => {
    // What was just pressed still moves things in the next picture.
    for (let frame = 0; frame < 2; frame++) await new Promise((drawn) => requestAnimationFrame(drawn));
    window.shifts = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { value, sources } = entry as PerformanceEntry & { value: number; sources: { node: Node | null }[] };
        const of = sources.map(({ node }) => {
          const element = node instanceof Element ? node : node?.parentElement;
          return `${element?.tagName} ${element?.className}: ${node?.textContent}`;
        });
        window.shifts.push({ value, of: of.join(", ") });
      }
    }).observe({ type: "layout-shift" });
  });
}

export const shiftsOf = (page: Page): Promise<LayoutShift[]> => page.evaluate(() => window.shifts);
