import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import { confusionCsv, type EvaluationFigures, evaluationJson, labelFiguresCsv } from "./evaluation-csv.ts";

const FIGURES: EvaluationFigures = {
  items: 4,
  accuracy: 0.75,
  topK: [{ k: 3, accuracy: 1 }],
  meanAveragePrecision: 5 / 6,
  perLabel: [
    { label: 'dog, "big"', precision: 1, recall: 2 / 3, f1: 0.8, support: 3, averagePrecision: 2 / 3 },
    { label: "cat", precision: 0, recall: 0, f1: 0, support: 0, averagePrecision: null },
    { label: "rain", precision: 0.5, recall: 1, f1: 2 / 3, support: 1, averagePrecision: 1 },
  ],
  macro: { precision: 0.75, recall: 5 / 6, f1: 11 / 15 },
  weighted: { precision: 0.875, recall: 0.75, f1: 23 / 30 },
  confusion: [
    [2, 0, 1],
    [0, 0, 0],
    [0, 0, 1],
  ],
};

function readBack(text: string): string[][] {
  return Papa.parse<string[]>(text, { delimiter: ",", newline: "\r\n" }).data.slice(0, -1);
}

describe("evaluation exports", () => {
  it("gives a line a label, empty where a figure is undefined", () => {
    expect(readBack(labelFiguresCsv(FIGURES))).toEqual([
      ["label", "precision", "recall", "f1", "support", "average_precision"],
      ['dog, "big"', "1", String(2 / 3), "0.8", "3", String(2 / 3)],
      ["cat", "0", "0", "0", "0", ""],
      ["rain", "0.5", "1", String(2 / 3), "1", "1"],
    ]);
  });

  it("gives the confusion matrix with truth downwards", () => {
    expect(readBack(confusionCsv(FIGURES))).toEqual([
      ["truth \\ predicted", 'dog, "big"', "cat", "rain"],
      ['dog, "big"', "2", "0", "1"],
      ["cat", "0", "0", "0"],
      ["rain", "0", "0", "1"],
    ]);
  });

  it("gives everything as JSON, with what was measured", () => {
    const answer: unknown = JSON.parse(evaluationJson(FIGURES, { model: "org/model", activation: "softmax" }));
    expect(answer).toMatchObject({
      ...{ model: "org/model", function: "softmax", items: 4, accuracy: 0.75, mean_average_precision: 5 / 6 },
      top_k: [{ k: 3, accuracy: 1 }],
      labels: [{ average_precision: 2 / 3 }, { label: "cat", average_precision: null }, { f1: 2 / 3 }],
      ...{ macro: FIGURES.macro, weighted: FIGURES.weighted, confusion: FIGURES.confusion },
    });
  });
});
