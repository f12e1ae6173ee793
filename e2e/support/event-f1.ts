/**
 * Events found against events that are there: one to one, label by label, with as many pairs as there can be.
 *
 * The measure is that of sed_eval's event-based metrics (Mesaros, Heittola, Virtanen 2016), summed over labels (micro).
 */

/** Seconds. */
export interface TimedEvent {
  readonly label: string;
  readonly startS: number;
  readonly endS: number;
}

/** Whether an event found is the true one, as far as times go. */
export type TimesAgree = (found: TimedEvent, truth: TimedEvent) => boolean;

const TOLERANCE_S = 1;
/** sed_eval's default: the end of a long event may be further off. */
const TOLERANCE_SHARE = 0.2;

const near = (a: number, b: number, toleranceS = TOLERANCE_S) => Math.abs(a - b) <= toleranceS;

export const AGREEMENTS = {
  /** Start and end within 1 s. */
  strict: (found, truth) => near(found.startS, truth.startS) && near(found.endS, truth.endS),
  /** Start within 1 s, end within 1 s or a fifth of the true length, whichever is more. */
  sedEval: (found, truth) => {
    const toleranceS = Math.max(TOLERANCE_S, TOLERANCE_SHARE * (truth.endS - truth.startS));
    return near(found.startS, truth.startS) && near(found.endS, truth.endS, toleranceS);
  },
  onset: (found, truth) => near(found.startS, truth.startS),
} satisfies Record<string, TimesAgree>;

export interface EventCounts {
  readonly hits: number;
  readonly falseAlarms: number;
  readonly misses: number;
}

export function countEvents(
  found: readonly TimedEvent[],
  truth: readonly TimedEvent[],
  agree: TimesAgree,
): EventCounts {
  const hits = matchEvents(found, truth, agree).filter((index) => index >= 0).length;
  return { hits, falseAlarms: found.length - hits, misses: truth.length - hits };
}

/** For each true event the index of the event found for it, or -1: a largest matching, by augmenting paths. */
export function matchEvents(found: readonly TimedEvent[], truth: readonly TimedEvent[], agree: TimesAgree): number[] {
  const foundFor = truth.map(() => -1);
  const truthFor = found.map(() => -1);
  const claim = (wanted: number, tried: Set<number>): boolean =>
    found.some((event, index) => {
      const wish = truth[wanted] as TimedEvent;
      if (tried.has(index) || event.label !== wish.label || !agree(event, wish)) return false;
      tried.add(index);
      const rival = truthFor[index] as number;
      if (rival >= 0 && !claim(rival, tried)) return false;
      truthFor[index] = wanted;
      foundFor[wanted] = index;
      return true;
    });
  for (const index of truth.keys()) claim(index, new Set());
  return foundFor;
}

/** Counts of several recordings or labels as one. */
export function sumCounts(counts: readonly EventCounts[]): EventCounts {
  return counts.reduce(
    (sum, one) => ({
      hits: sum.hits + one.hits,
      falseAlarms: sum.falseAlarms + one.falseAlarms,
      misses: sum.misses + one.misses,
    }),
    { hits: 0, falseAlarms: 0, misses: 0 },
  );
}

/** 0 to 1; 1 where there was nothing to find and nothing was found. */
export function f1({ hits, falseAlarms, misses }: EventCounts): number {
  const all = 2 * hits + falseAlarms + misses;
  return all === 0 ? 1 : (2 * hits) / all;
}
