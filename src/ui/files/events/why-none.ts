/** Why a file has no events, and which threshold would give some. Pure. */
import { type ScoreTrack, scoreAt } from "../../../scores/score-track.ts";

export interface Loudest {
  readonly label: string;
  readonly score: number;
  /** What it would have had to reach. */
  readonly threshold: number;
}

/** The score that came nearest to its label's threshold; null where every label is off. */
export function nearestScore(
  track: ScoreTrack,
  labels: readonly string[],
  thresholds: readonly (number | null)[],
): Loudest | null {
  let nearest: Loudest | null = null;
  for (const [index, label] of labels.entries()) {
    const threshold = thresholds[index] ?? null;
    if (threshold === null) continue;
    let score = Number.NEGATIVE_INFINITY;
    for (let window = 0; window < track.count; window++) score = Math.max(score, scoreAt(track, window, index));
    if (nearest === null || score - threshold > nearest.score - nearest.threshold)
      nearest = { label, score, threshold };
  }
  return nearest;
}
