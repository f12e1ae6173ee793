/**
 * Owns: the figures of an evaluation as files: a table by label, the confusion matrix, and both with the totals as JSON.
 *
 * Takes the figures as plain data (what `scores/evaluation` gives has this shape); doesn't compute any. A figure that is
 * undefined, null here, is an empty field in CSV.
 */
import { csvText } from "./csv.ts";

export interface LabelFiguresRow {
  readonly label: string;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Items whose truth is this label. */
  readonly support: number;
  /** null where no item has this label. */
  readonly averagePrecision: number | null;
}

export interface AverageFigures {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

export interface EvaluationFigures {
  readonly items: number;
  readonly accuracy: number;
  readonly topK: readonly { readonly k: number; readonly accuracy: number }[];
  readonly meanAveragePrecision: number;
  readonly perLabel: readonly LabelFiguresRow[];
  readonly macro: AverageFigures;
  readonly weighted: AverageFigures;
  /** Items by truth (rows) and prediction (columns), both in the order of `perLabel`. */
  readonly confusion: readonly (readonly number[])[];
}

/** `label,precision,recall,f1,support,average_precision`; a line a label, nothing else, so that it can be summed. */
export function labelFiguresCsv(figures: EvaluationFigures): string {
  const rows = figures.perLabel.map(({ label, precision, recall, f1, support, averagePrecision }) => {
    return [label, precision, recall, f1, support, averagePrecision];
  });
  return csvText([["label", "precision", "recall", "f1", "support", "average_precision"], ...rows]);
}

/** Counts: a line for each true label, a column for each predicted one; the corner says which is which. */
export function confusionCsv(figures: EvaluationFigures): string {
  const labels = figures.perLabel.map(({ label }) => label);
  return csvText([
    ["truth \\ predicted", ...labels],
    ...labels.map((label, i) => [label, ...(figures.confusion[i] ?? [])]),
  ]);
}

/**
 * Everything, in the field names of `labelFiguresCsv`, with what was measured.
 * @param subject the model's id and the function that made its scores.
 */
export function evaluationJson(
  figures: EvaluationFigures,
  subject: { readonly model: string; readonly activation: string },
): string {
  const { items, accuracy, topK, meanAveragePrecision, macro, weighted, perLabel, confusion } = figures;
  const answer = {
    ...{ model: subject.model, function: subject.activation, items, accuracy },
    top_k: topK.map(({ k, accuracy: share }) => ({ k, accuracy: share })),
    mean_average_precision: meanAveragePrecision,
    ...{ macro, weighted },
    labels: perLabel.map(({ averagePrecision, ...row }) => ({ ...row, average_precision: averagePrecision })),
    confusion,
  };
  return `${JSON.stringify(answer, null, 2)}\n`;
}
