/** Which event a key leads to. Pure. */
import type { EventItem } from "./event-list.ts";

const PAGE = 10;

/** Undefined for a key that does not step; null for a step beyond the ends. */
export function stepTo(items: readonly EventItem[], from: EventItem, key: string): EventItem | null | undefined {
  const here = items.findIndex(({ index }) => index === from.index);
  const last = items.length - 1;
  switch (key) {
    case "ArrowDown":
      return items[here + 1] ?? null;
    case "ArrowUp":
      return items[here - 1] ?? null;
    case "PageDown":
      return items[Math.min(last, here + PAGE)] ?? null;
    case "PageUp":
      return items[Math.max(0, here - PAGE)] ?? null;
    case "Home":
      return items[0] ?? null;
    case "End":
      return items[last] ?? null;
    default:
      return undefined;
  }
}
