/** The events of a file as rows: filtered, sorted, found again after the rules changed. Pure. */
import type { SoundEvent } from "../../../scores/events.ts";

export type SortColumn = "start" | "end" | "label" | "peak" | "mean";

export interface EventItem {
  /** Its place in `eventsOf()`, whatever the order of the table. */
  readonly index: number;
  readonly startS: number;
  readonly endS: number;
  readonly label: string;
  readonly peak: number;
  readonly mean: number;
}

export interface SortOrder {
  readonly column: SortColumn;
  readonly descending: boolean;
}

export function eventItems(events: readonly SoundEvent[], labels: readonly string[], rateHz: number): EventItem[] {
  return events.map(({ label, startSample, endSample, peak, mean }, index) => ({
    index,
    startS: startSample / rateHz,
    endS: endSample / rateHz,
    label: labels[label] ?? String(label),
    peak,
    mean,
  }));
}

/** @param label null = all. Equals stay in order of time. */
export function arrange(items: readonly EventItem[], label: string | null, order: SortOrder): readonly EventItem[] {
  const shown = label === null ? items : items.filter((item) => item.label === label);
  const sign = order.descending ? -1 : 1;
  return shown.toSorted((a, b) => sign * compare(a, b, order.column) || a.index - b.index);
}

function compare(a: EventItem, b: EventItem, column: SortColumn): number {
  switch (column) {
    case "start":
      return a.startS - b.startS;
    case "end":
      return a.endS - b.endS;
    case "label":
      return a.label.localeCompare(b.label, "en");
    case "peak":
      return a.peak - b.peak;
    case "mean":
      return a.mean - b.mean;
    default:
      return column satisfies never;
  }
}

/** A second press turns the order round; scores begin with the greatest. */
export function nextOrder(order: SortOrder, column: SortColumn): SortOrder {
  if (order.column === column) return { column, descending: !order.descending };
  return { column, descending: column === "peak" || column === "mean" };
}

/** Labels that have events, with how many, in order of name. */
export function labelCounts(items: readonly EventItem[]): readonly (readonly [label: string, count: number])[] {
  const counts = new Map<string, number>();
  for (const { label } of items) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => a.localeCompare(b, "en"));
}

/** The event that took another's place when the rules changed: same label, longest overlap; null where none overlaps. */
export function sameEvent(items: readonly EventItem[], before: EventItem): EventItem | null {
  let best: EventItem | null = null;
  let longest = 0;
  for (const item of items) {
    if (item.label !== before.label) continue;
    const overlap = Math.min(item.endS, before.endS) - Math.max(item.startS, before.startS);
    if (overlap > longest) {
      longest = overlap;
      best = item;
    }
  }
  return best;
}
