/** The figures as files: tables for a spreadsheet, JSON for a program. */
import { useState } from "react";
import type { Evaluation } from "../../../scores/evaluation/evaluate.ts";
import { sentenceFor } from "../../../session/sentences.ts";
import { problemOf } from "../../../session/store.ts";
import { saveFiles } from "../export/save-export.ts";
import type { FileItem, Subject } from "./collect-items.ts";
import { evaluationFiles, evaluationJsonFile } from "./evaluation-files.ts";

type Outcome = { readonly kind: "saved" | "failed"; readonly words: string } | null;

interface EvaluationExportProps {
  readonly evaluation: Evaluation;
  readonly items: readonly FileItem[];
  readonly subject: Subject;
}

export function EvaluationExport({ evaluation, items, subject }: EvaluationExportProps) {
  const [outcome, setOutcome] = useState<Outcome>(null);
  const run = async (save: () => Promise<void>, words: string) => {
    try {
      await save();
      setOutcome({ kind: "saved", words });
    } catch (error) {
      const { what, wayOn } = sentenceFor(problemOf(error));
      setOutcome({ kind: "failed", words: `${what} ${wayOn}` });
    }
  };
  return (
    <div className="evaluation__export">
      <button
        type="button"
        className="button"
        onClick={() =>
          run(
            () => saveFiles(evaluationFiles(evaluation, items, subject), "earshot-evaluation.zip"),
            "Saved the figures by label, the confusion matrix and every file's result as CSV, in one zip.",
          )
        }
      >
        Export evaluation
      </button>
      <button
        type="button"
        className="button"
        onClick={() =>
          run(() => saveFiles([evaluationJsonFile(evaluation, subject)], ""), "Saved all figures as JSON.")
        }
      >
        Export figures as JSON
      </button>
      <p className="quiet small" aria-live="polite">
        {outcome?.kind === "saved" && outcome.words}
      </p>
      {outcome?.kind === "failed" && (
        <p className="small" role="alert">
          {outcome.words}
        </p>
      )}
    </div>
  );
}
