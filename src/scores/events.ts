/**
 * Owns: scores along time → events: when a label was heard, from when to when, and how surely.
 *
 * An event begins where the label is heard (most of the windows around a moment reach its threshold, so that one stray
 * window among overlapping ones is none) and lasts, to both sides, while the score stays above the release level
 * (`events-release.ts`). Gaps no longer than `mergeGapS` are bridged, and what is then shorter than `minDurationS` is no
 * event. Pure: a change of rules never runs the model again.
 *
 * Where it begins and ends: a window hears a sound from the moment on when a third of it is filled, not half of it, so a
 * run of cells is longer than the sound, and by a sixth of a window on each side an event is shorter than its cells. At
 * the file's ends nothing is taken away: there no window told when the sound was not yet, or no longer, there. An event
 * never reaches beyond what its own windows heard. Where the loudness of the sound is known, it has the last word
 * (`event-edges.ts`).
 */
import { fitToSound } from "./event-edges.ts";
import { releaseLevel } from "./events-release.ts";
import type { Loudness, Span } from "./loud-places.ts";
import { cellEnd, cellStart, type ScoreTrack, scoreAt, windowAt } from "./score-track.ts";

/** Times are samples at the track's rate; `endSample` is one past the last. */
export interface SoundEvent extends Span {
  /** Index of the label. */
  readonly label: number;
  /** Highest score of the event's windows. */
  readonly peak: number;
  /** Mean score over the event's windows, bridged gaps included. */
  readonly mean: number;
}

export interface EventRules {
  /** Score from which each label counts as heard; `null` = this label makes no events. One a label. */
  readonly thresholds: readonly (number | null)[];
  /** Where an event is released, as a part of the way from the label's quiet to its threshold; 1 = no hysteresis. */
  readonly releaseShare: number;
  readonly minDurationS: number;
  readonly mergeGapS: number;
}

/** How much of a window a sound fills when the window hears it. Found on composed recordings (`e2e/support/compose.ts`). */
const HEARD_FILL = 1 / 3;
/** Of its cells an event keeps at least a third, however few they are. */
const MOST_INSET = 1 / 3;

/** Windows `first` to `last`, both included, and their samples. */
interface Run extends Span {
  readonly first: number;
  readonly last: number;
}

/**
 * @param loudness of the same sound, as far as it is known
 * @returns events by start, then by label.
 * @throws RangeError where there are not as many thresholds as labels.
 */
export function findEvents(track: ScoreTrack, rules: EventRules, loudness: Loudness | null = null): SoundEvent[] {
  if (rules.thresholds.length !== track.numLabels) {
    throw new RangeError(`${rules.thresholds.length} thresholds for ${track.numLabels} labels`);
  }
  const { peaks, areLogits } = survey(track);
  const column = new Float32Array(track.count);
  const runs: (Run & { readonly label: number })[] = [];
  for (const [label, threshold] of rules.thresholds.entries()) {
    if (threshold === null || !((peaks[label] as number) >= threshold)) continue;
    for (let w = 0; w < track.count; w++) column[w] = track.scores[w * track.numLabels + label] as number;
    const release = releaseLevel(column, threshold, rules.releaseShare, areLogits);
    const joined = bridged(runsOf(track, column, threshold, release), rules.mergeGapS * track.sampleRateHz);
    for (const run of joined) runs.push({ label, ...run });
  }
  const restS = Math.max(rules.mergeGapS, windowS(track));
  const spans = loudness === null ? runs.map((run) => [run]) : fitToSound(runs, loudness, track.sampleRateHz, restS);
  return runs
    .flatMap((run, index) => partsOf(track, run.label, run, spans[index] as readonly Span[]))
    .filter(({ startSample, endSample }) => endSample - startSample >= rules.minDurationS * track.sampleRateHz)
    .sort((a, b) => a.startSample - b.startSample || a.label - b.label);
}

/** What one window hears together; without end where one hears everything. */
function windowS({ starts, ends, count, sampleRateHz }: ScoreTrack): number {
  return count > 1 ? ((ends[0] as number) - (starts[0] as number)) / sampleRateHz : Number.POSITIVE_INFINITY;
}

/** A run in so many parts: each has the scores of the windows that speak for it. */
function partsOf(track: ScoreTrack, label: number, { first, last }: Run, spans: readonly Span[]): SoundEvent[] {
  return spans.map(({ startSample, endSample }) => {
    const isWhole = spans.length === 1;
    const from = isWhole ? first : Math.max(first, windowAt(track, startSample));
    const to = isWhole ? last : Math.min(last, windowAt(track, endSample - 1));
    return { label, startSample, endSample, ...peakAndMean(track, label, Math.min(from, to), to) };
  });
}

/** The highest score of each label, and whether scores are logits: a probability is never outside of 0 to 1. */
function survey({ scores, count, numLabels }: ScoreTrack): { peaks: Float32Array; areLogits: boolean } {
  const peaks = new Float32Array(numLabels).fill(Number.NEGATIVE_INFINITY);
  let areLogits = false;
  for (let w = 0, at = 0; w < count; w++) {
    for (let label = 0; label < numLabels; label++, at++) {
      const score = scores[at] as number;
      if (score > (peaks[label] as number)) peaks[label] = score;
      if (score < 0 || score > 1) areLogits = true;
    }
  }
  return { peaks, areLogits };
}

/** Windows at or above the release level, wherever the label is heard among them. */
function runsOf(track: ScoreTrack, column: Float32Array, threshold: number, release: number): Run[] {
  const reach = reachOf(track);
  const runs: Run[] = [];
  for (let first = 0; first < column.length; first++) {
    let last = first - 1;
    let isHeard = false;
    while ((column[last + 1] as number) >= release) {
      last++;
      isHeard ||= mostReach(column, last, reach, threshold);
    }
    if (isHeard) runs.push(runOf(track, first, last));
    first = Math.max(first, last);
  }
  return runs;
}

/** Neighbours on each side that are asked with a window: half of those that hear the same moment, itself among them. */
function reachOf({ starts, ends, count }: ScoreTrack): number {
  if (count < 2) return 0;
  const windowSamples = (ends[0] as number) - (starts[0] as number);
  const hopSamples = (starts[1] as number) - (starts[0] as number);
  return Math.floor(Math.round(windowSamples / hopSamples) / 4);
}

/** Whether most of the windows from `reach` before to `reach` after reach the threshold; the ends stand for what is beyond. */
function mostReach(column: Float32Array, window: number, reach: number, threshold: number): boolean {
  let above = 0;
  for (let w = window - reach; w <= window + reach; w++) {
    const score = column[Math.min(column.length - 1, Math.max(0, w))] as number;
    if (score >= threshold) above++;
  }
  return above > reach;
}

function runOf(track: ScoreTrack, first: number, last: number): Run {
  const [from, to] = [cellStart(track, first), cellEnd(track, last)];
  const windowSamples = (track.ends[first] as number) - (track.starts[first] as number);
  const inset = Math.floor(Math.min((0.5 - HEARD_FILL) * windowSamples, MOST_INSET * (to - from)));
  const startSample = first === 0 ? from : Math.max(from + inset, track.starts[first] as number);
  const endSample = last === track.count - 1 ? to : Math.min(to - inset, track.ends[last] as number);
  return { first, last, startSample, endSample };
}

function bridged(runs: readonly Run[], mostGapSamples: number): Run[] {
  const joined: Run[] = [];
  for (const run of runs) {
    const before = joined.at(-1);
    if (before && run.startSample - before.endSample <= mostGapSamples) {
      joined[joined.length - 1] = { ...before, last: run.last, endSample: run.endSample };
    } else joined.push(run);
  }
  return joined;
}

function peakAndMean(track: ScoreTrack, label: number, first: number, last: number): { peak: number; mean: number } {
  let peak = Number.NEGATIVE_INFINITY;
  let sum = 0;
  for (let w = first; w <= last; w++) {
    const score = scoreAt(track, w, label);
    if (score > peak) peak = score;
    sum += score;
  }
  return { peak, mean: sum / (last - first + 1) };
}
