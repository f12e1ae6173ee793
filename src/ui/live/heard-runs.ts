/** The heard labels as runs along time, for the strip above the spectrogram. Pure. */
export interface HeardRun {
  readonly label: string;
  readonly startS: number;
  readonly endS: number;
}

/** A result that says the same within this time continues the run. */
const JOIN_S = 0.6;

/** Adds one result; runs that ended before `keepFromS` are let go. A result older than the last run means a new stream. */
export function withResult(
  runs: readonly HeardRun[],
  label: string | null,
  endS: number,
  hopS: number,
  keepFromS: number,
): readonly HeardRun[] {
  const last = runs.at(-1);
  if (last !== undefined && endS < last.startS) return withResult([], label, endS, hopS, keepFromS);
  const kept = (runs[0]?.endS ?? keepFromS) < keepFromS ? runs.filter((run) => run.endS >= keepFromS) : runs;
  if (label === null) return kept;
  if (last?.label === label && endS - last.endS <= JOIN_S) {
    return [...kept.slice(0, -1), { ...last, endS }];
  }
  return [...kept, { label, startS: Math.max(last?.endS ?? 0, endS - hopS, 0), endS }];
}

/** What the strip shows, in words: the text alternative of a picture. */
export function describeRuns(runs: readonly HeardRun[], seconds: number): string {
  const names = [...new Set(runs.map((run) => run.label))];
  const heard = names.length === 0 ? "nothing I know" : names.slice(-6).join(", ");
  return `Spectrogram of the last ${seconds} seconds. Heard: ${heard}.`;
}
