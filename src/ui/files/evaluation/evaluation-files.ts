/** What an exported evaluation consists of. Pure. */
import { csvText } from "../../../export/csv.ts";
import { confusionCsv, evaluationJson, labelFiguresCsv } from "../../../export/evaluation-csv.ts";
import type { ExportFile } from "../../../export/formats.ts";
import type { Evaluation } from "../../../scores/evaluation/evaluate.ts";
import type { FileItem, Subject } from "./collect-items.ts";

/** Figures by label, the matrix, and a line for each file, with its label as the data and as the model has it. */
export function evaluationFiles(
  evaluation: Evaluation,
  items: readonly FileItem[],
  { labels }: Subject,
): readonly ExportFile[] {
  const rows = items.map(({ path, trueLabel, truth, predicted, scores }) => [
    ...[path, trueLabel, labels[truth] ?? null, labels[predicted] ?? null],
    ...[scores[predicted] ?? null, scores[truth] ?? null],
  ]);
  const header = ["file", "label", "truth", "predicted", "predicted_score", "truth_score"];
  return [
    csv("labels.csv", labelFiguresCsv(evaluation)),
    csv("confusion.csv", confusionCsv(evaluation)),
    csv("files.csv", csvText([header, ...rows])),
  ];
}

export function evaluationJsonFile(evaluation: Evaluation, { modelId, activation }: Subject): ExportFile {
  const text = evaluationJson(evaluation, { model: modelId, activation });
  return { name: "earshot-evaluation.json", mimeType: "application/json", text };
}

function csv(name: string, text: string): ExportFile {
  return { name, mimeType: "text/csv", text };
}
