/** Best-first selection of labels, as the Hub's `top_k` does it. */
export interface LabelScore {
  readonly label: string;
  readonly score: number;
}

/**
 * The `k` best labels, best first; ties keep label order. A `k` beyond the number of labels gives them all.
 * @throws RangeError where `scores` and `labels` differ in length, `k` is not a positive integer, or a score is NaN (which
 * would sort anywhere).
 */
export function topK(scores: ArrayLike<number>, labels: readonly string[], k: number): LabelScore[] {
  if (scores.length !== labels.length) throw new RangeError(`${scores.length} scores for ${labels.length} labels`);
  if (!Number.isInteger(k) || k < 1) throw new RangeError(`top_k must be a positive integer, got ${k}`);
  const all = labels.map((label, index) => ({ label, score: scores[index] ?? Number.NaN }));
  const unknown = all.find(({ score }) => Number.isNaN(score));
  if (unknown !== undefined) throw new RangeError(`The score of "${unknown.label}" is NaN`);
  return all.sort((a, b) => b.score - a.score).slice(0, k);
}
