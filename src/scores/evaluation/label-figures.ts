/**
 * Owns: precision, recall and F1 by label and their averages, from a confusion matrix, as
 * sklearn.metrics.precision_recall_fscore_support has them with zero_division=0.
 */

export interface Figures {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

export interface CountedFigures extends Figures {
  /** Items whose truth is this label. */
  readonly support: number;
  /** Items that were taken for this label. */
  readonly predictions: number;
}

/**
 * One entry a label. A quotient of nothing by nothing is 0: the precision of a label that was never predicted, the recall
 * of one that never occurs, the F1 of one that is neither.
 */
export function figuresByLabel(confusion: readonly (readonly number[])[]): CountedFigures[] {
  return confusion.map((row, label) => {
    const hits = row[label] ?? 0;
    const support = row.reduce((sum, count) => sum + count, 0);
    const predictions = confusion.reduce((sum, other) => sum + (other[label] ?? 0), 0);
    return {
      precision: share(hits, predictions),
      recall: share(hits, support),
      f1: share(2 * hits, support + predictions),
      support,
      predictions,
    };
  });
}

/**
 * The plain mean over the labels that occur, in truth or in prediction: scikit-learn's default for `average="macro"` and
 * the "macro avg" of its classification_report. A label that nobody has and nobody was given says nothing.
 */
export function macroAverage(byLabel: readonly CountedFigures[]): Figures {
  const present = byLabel.filter(({ support, predictions }) => support + predictions > 0);
  return average(present, () => 1);
}

/** The mean in which each label weighs its support, `average="weighted"`; its recall is the accuracy. */
export function weightedAverage(byLabel: readonly CountedFigures[]): Figures {
  return average(byLabel, ({ support }) => support);
}

function average(byLabel: readonly CountedFigures[], weight: (figures: CountedFigures) => number): Figures {
  const total = byLabel.reduce((sum, figures) => sum + weight(figures), 0);
  const mean = (name: keyof Figures): number => {
    const sum = byLabel.reduce((partial, figures) => partial + weight(figures) * figures[name], 0);
    return share(sum, total);
  };
  return { precision: mean("precision"), recall: mean("recall"), f1: mean("f1") };
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
