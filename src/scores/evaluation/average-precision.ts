/**
 * Owns: how well one label's scores rank its items above all others, whatever the threshold.
 *
 * AP = Σ (Rₙ - Rₙ₋₁) Pₙ over the distinct scores as thresholds, from the highest down, as
 * sklearn.metrics.average_precision_score (no interpolation). Items of equal score pass a threshold together, so their
 * order doesn't count.
 */
import type { LabelledItem } from "./labelled-item.ts";

/** Of `label` against all others; null where no item has it. Precision and recall are of the items at or above a score. */
export function averagePrecision(label: number, items: readonly LabelledItem[]): number | null {
  const ranked = items
    .map(({ truth, scores }) => ({ positive: truth === label, score: scores[label] as number }))
    .sort((a, b) => b.score - a.score);
  const positives = ranked.filter(({ positive }) => positive).length;
  if (positives === 0) return null;
  let sum = 0;
  let hits = 0;
  let hitsBefore = 0;
  ranked.forEach(({ positive, score }, i) => {
    if (positive) hits++;
    if (ranked[i + 1]?.score === score) return;
    sum += ((hits - hitsBefore) / positives) * (hits / (i + 1));
    hitsBefore = hits;
  });
  return sum;
}

/** The mean over the labels that occur; NaN where none does. */
export function meanAveragePrecision(byLabel: readonly (number | null)[]): number {
  const defined = byLabel.filter((value) => value !== null);
  return defined.reduce((sum, value) => sum + value, 0) / defined.length;
}
