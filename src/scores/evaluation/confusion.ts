/** Owns: what was taken for what. */
import type { LabelledItem } from "./labelled-item.ts";

/** The index of the greatest score; of equal ones the lowest, as numpy.argmax. */
export function predicted(scores: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < scores.length; i++) if ((scores[i] as number) > (scores[best] as number)) best = i;
  return best;
}

/** Items by truth (rows) and prediction (columns), as sklearn.metrics.confusion_matrix. */
export function confusionMatrix(numLabels: number, items: readonly LabelledItem[]): number[][] {
  const matrix = Array.from({ length: numLabels }, () => new Array<number>(numLabels).fill(0));
  for (const { truth, scores } of items) {
    const row = matrix[truth] as number[];
    const column = predicted(scores);
    row[column] = (row[column] as number) + 1;
  }
  return matrix;
}
