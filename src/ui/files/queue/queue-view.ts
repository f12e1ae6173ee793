/** Which files of the queue are shown, and in which order. Pure. */
import { compareNames, comparePaths } from "../../shell/natural-order.ts";
import { groupOf, type PhaseGroup, type QueueItem } from "./queue-item.ts";

export type QueueColumn = "name" | "length" | "result" | "score" | "events" | "label";

export interface QueueOrder {
  /** Null = as they were added. */
  readonly column: QueueColumn | null;
  readonly descending: boolean;
}

export interface QueueFilter {
  /** Part of the name or of the folders. */
  readonly text: string;
  readonly phase: PhaseGroup | null;
  /** Whose score is shown and asked for; null = each file's best. */
  readonly label: string | null;
  /** Null = any score, and none. */
  readonly minScore: number | null;
}

export const AS_ADDED: QueueOrder = { column: null, descending: false };
export const NO_FILTER: QueueFilter = { text: "", phase: null, label: null, minScore: null };

/** Figures begin with the highest, words with A; a third press goes back to the order of the queue. */
export function nextOrder(order: QueueOrder, column: QueueColumn): QueueOrder {
  const descendingFirst = column === "score" || column === "events";
  if (order.column !== column) return { column, descending: descendingFirst };
  return order.descending === descendingFirst ? { column, descending: !descendingFirst } : AS_ADDED;
}

export function isFiltering({ text, phase, label, minScore }: QueueFilter): boolean {
  return text.trim() !== "" || phase !== null || label !== null || minScore !== null;
}

export function filterItems(items: readonly QueueItem[], filter: QueueFilter): readonly QueueItem[] {
  if (!isFiltering(filter)) return items;
  const words = filter.text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return items.filter(({ file, score }) => {
    if (filter.phase !== null && groupOf(file.state) !== filter.phase) return false;
    if (filter.minScore !== null && (score === null || score < filter.minScore)) return false;
    if (filter.label !== null && score === null) return false;
    const path = file.path.toLocaleLowerCase();
    return words.every((word) => path.includes(word));
  });
}

/** What a file has no value for comes last, whichever way round; equals stay in the order of the queue. */
export function sortItems(items: readonly QueueItem[], { column, descending }: QueueOrder): readonly QueueItem[] {
  if (column === null) return items;
  const value = VALUES[column];
  const turn = descending ? -1 : 1;
  const keyed = items.map((item) => ({ item, key: value(item) }));
  keyed.sort((a, b) => {
    if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null);
    return turn * compare(a.key, b.key, column) || a.item.place - b.item.place;
  });
  return keyed.map(({ item }) => item);
}

const VALUES: Record<QueueColumn, (item: QueueItem) => string | number | null> = {
  name: ({ file }) => file.path,
  length: ({ file }) => file.durationS,
  result: ({ top, heard }) => (top === null ? null : heard ? top.label : NOTHING_KNOWN),
  score: ({ score }) => score,
  events: ({ events }) => events,
  label: ({ file }) => file.trueLabel,
};

/** After every label. */
const NOTHING_KNOWN = "\uffff";

function compare(a: string | number, b: string | number, column: QueueColumn): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return column === "name" ? comparePaths(String(a), String(b)) : compareNames(String(a), String(b));
}
