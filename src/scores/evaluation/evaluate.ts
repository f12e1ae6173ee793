/**
 * Owns: all figures of a labelled set at once. Every figure equals scikit-learn's (`bench/reference/evaluation_vectors.py`
 * makes the numbers that the test compares with); where scikit-learn leaves a choice, the file of the figure says which.
 *
 * One true label an item. Deliberately doesn't: run a model, read a manifest, or map a folder's labels to the model's.
 */
import { averagePrecision, meanAveragePrecision } from "./average-precision.ts";
import { confusionMatrix } from "./confusion.ts";
import { type CountedFigures, type Figures, figuresByLabel, macroAverage, weightedAverage } from "./label-figures.ts";
import { checkItems, type LabelledItem } from "./labelled-item.ts";
import { topKAccuracy } from "./top-k-accuracy.ts";

export interface LabelFigures extends CountedFigures {
  readonly label: string;
  /** null where no item has this label. */
  readonly averagePrecision: number | null;
}

export interface Evaluation {
  readonly items: number;
  /** Share of items whose best label is the true one. */
  readonly accuracy: number;
  readonly topK: readonly { readonly k: number; readonly accuracy: number }[];
  /** Over the labels that occur. */
  readonly meanAveragePrecision: number;
  /** In label order, absent ones too. */
  readonly perLabel: readonly LabelFigures[];
  /** Over the labels that occur in truth or prediction. */
  readonly macro: Figures;
  readonly weighted: Figures;
  /** Items by truth (rows) and prediction (columns), in label order. */
  readonly confusion: readonly (readonly number[])[];
}

/**
 * @param ks the k of each top-k accuracy; those that aren't below the number of labels are left out: they'd be 1.
 * @throws RangeError for no labels, no items, or an item that `checkItems` refuses.
 */
export function evaluate(
  labels: readonly string[],
  items: readonly LabelledItem[],
  ks: readonly number[] = [3, 5],
): Evaluation {
  checkItems(labels.length, items);
  const confusion = confusionMatrix(labels.length, items);
  const figures = figuresByLabel(confusion);
  const precisions = labels.map((_, index) => averagePrecision(index, items));
  const hits = confusion.reduce((sum, row, label) => sum + (row[label] ?? 0), 0);
  return {
    items: items.length,
    accuracy: hits / items.length,
    topK: ks.filter((k) => k < labels.length).map((k) => ({ k, accuracy: topKAccuracy(k, items) })),
    meanAveragePrecision: meanAveragePrecision(precisions),
    perLabel: figures.map((counted, i) => ({
      label: labels[i] as string,
      ...counted,
      averagePrecision: precisions[i] ?? null,
    })),
    macro: macroAverage(figures),
    weighted: weightedAverage(figures),
    confusion,
  };
}
