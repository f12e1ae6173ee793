/**
 * Owns: how often the truth is among the k best.
 *
 * As sklearn.metrics.top_k_accuracy_score for more than two labels: a stable ascending argsort, reversed, so that of equal
 * scores the *higher* index ranks first. (numpy.argmax, and so the accuracy, prefers the lower: with ties, top-1 and
 * accuracy may differ. scikit-learn has it so, and so have we. For two labels scikit-learn thresholds one score at 0.5;
 * here two labels count as any other number.)
 */
import type { LabelledItem } from "./labelled-item.ts";

/**
 * @param k from as many labels up, the answer is 1.
 * @throws RangeError where `k` isn't a positive integer.
 */
export function topKAccuracy(k: number, items: readonly LabelledItem[]): number {
  if (!Number.isInteger(k) || k < 1) throw new RangeError(`k must be a positive integer, got ${k}`);
  return items.filter((item) => rankOfTruth(item) < k).length / items.length;
}

/** 0 where the truth ranks first. */
function rankOfTruth({ truth, scores }: LabelledItem): number {
  const own = scores[truth] as number;
  let better = 0;
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i] as number;
    if (score > own || (score === own && i > truth)) better++;
  }
  return better;
}
