/** Which labels' thresholds are shown: all of a small model, what matters or is asked for of a large one. Pure. */

/** Up to so many labels are simply all there. */
export const ALL_UP_TO = 30;
/** Of what is found, so many are shown. */
const MOST_FOUND = 30;
const BEST = 10;

export interface LabelChoice {
  readonly shown: readonly string[];
  /** Found by the query too, but too many to show. */
  readonly more: number;
}

/**
 * @param order every label, best of the clip first.
 * @param matters labels that have events or a threshold of their own.
 */
export function chooseLabels(order: readonly string[], matters: ReadonlySet<string>, query: string): LabelChoice {
  const wanted = query.trim().toLowerCase().replaceAll("_", " ");
  if (wanted !== "") {
    const found = order.filter((label) => label.toLowerCase().replaceAll("_", " ").includes(wanted));
    return { shown: found.slice(0, MOST_FOUND), more: Math.max(0, found.length - MOST_FOUND) };
  }
  if (order.length <= ALL_UP_TO) return { shown: order, more: 0 };
  return { shown: order.filter((label, place) => place < BEST || matters.has(label)), more: 0 };
}
