/** Owns: what is evaluated, and what must hold of it. */

/** One labelled sound and what the model said of it. */
export interface LabelledItem {
  /** Index of the true label. */
  readonly truth: number;
  /** One score a label; any function, logits too: only their order counts. */
  readonly scores: ArrayLike<number>;
}

/**
 * @throws RangeError where there is nothing to evaluate, a truth isn't the index of a label, an item's scores aren't one a
 * label, or a score isn't finite (NaN would rank anywhere).
 */
export function checkItems(numLabels: number, items: readonly LabelledItem[]): void {
  if (numLabels < 1) throw new RangeError("No labels to evaluate");
  if (items.length < 1) throw new RangeError("No items to evaluate");
  items.forEach(({ truth, scores }, i) => {
    if (!Number.isInteger(truth) || truth < 0 || truth >= numLabels)
      throw new RangeError(`Item ${i} has truth ${truth}`);
    if (scores.length !== numLabels) throw new RangeError(`Item ${i}: ${scores.length} scores for ${numLabels} labels`);
    for (let label = 0; label < numLabels; label++) {
      if (!Number.isFinite(scores[label])) throw new RangeError(`Item ${i}: score ${label} is ${scores[label]}`);
    }
  });
}
