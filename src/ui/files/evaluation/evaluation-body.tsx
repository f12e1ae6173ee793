/** From the files' true labels to figures: where the labels come from, what they are called in the model, how it did. */
import { useDeferredValue, useEffect, useMemo, useState } from "react";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import { evaluate } from "../../../scores/evaluation/evaluate.ts";
import { useEarshot } from "../../earshot-context.tsx";
import { formatCount } from "../../figures.ts";
import { collectItems, subjectOf } from "./collect-items.ts";
import { ConfusionMatrix } from "./confusion-matrix.tsx";
import { EvaluationExport } from "./evaluation-export.tsx";
import { EvaluationFigures } from "./evaluation-figures.tsx";
import { FiguresTable } from "./figures-table.tsx";
import { LabelMapping } from "./label-mapping.tsx";
import { manifestIntake } from "./manifest-intake.ts";
import { type Choices, mapLabels } from "./mapping.ts";
import { hasLabelledFolders, hasOtherTruths } from "./truth.ts";
import { TruthChoice } from "./truth-choice.tsx";
import { type TruthSource, useTruth } from "./use-truth.ts";

export function EvaluationBody() {
  const files = useEarshot((state) => state.files);
  const k = useEarshot((state) => state.settings.topK);
  const given = useStore(manifestIntake, ({ phase }) => phase !== "none");
  const [wanted, setWanted] = useState<TruthSource | null>(() => (hasOtherTruths(files) && !given ? "kept" : null));
  const [choices, setChoices] = useState<Choices>({});
  const source = wanted ?? (given ? "manifest" : hasLabelledFolders(files) ? "folders" : "manifest");
  const match = useTruth(source, files);
  useEffect(() => manifestIntake.subscribe(({ phase }) => phase === "reading" && setWanted("manifest")), []);

  const done = useDeferredValue(
    useEarshot(useShallow((state) => state.files.filter((file) => file.state.phase === "done"))),
  );
  const labelled = useMemo(() => done.filter(({ trueLabel }) => trueLabel !== null), [done]);
  const subject = useMemo(() => subjectOf(labelled), [labelled]);
  const truths = useEarshot(useShallow((state) => state.files.flatMap(({ trueLabel }) => trueLabel ?? [])));
  const mapping = useMemo(
    () => (subject === null ? [] : mapLabels(truths, subject.labels, choices)),
    [truths, subject, choices],
  );
  const items = useMemo(
    () => (subject === null ? [] : collectItems(labelled, subject, mapping)),
    [labelled, subject, mapping],
  );
  const evaluation = useMemo(
    () => (subject === null || items.length === 0 ? null : evaluate(subject.labels, items, k > 1 ? [k] : [])),
    [subject, items, k],
  );

  return (
    <div className="evaluation__body">
      <TruthChoice source={source} numFiles={files.length} match={match} onChoose={setWanted} />
      {subject !== null && mapping.length > 0 && (
        <LabelMapping
          key={subject.modelId}
          mapping={mapping}
          labels={subject.labels}
          onChoose={(label, choice) => setChoices({ ...choices, [label]: choice })}
        />
      )}
      {subject === null || evaluation === null ? (
        <p className="evaluation__none">{whyNone(labelled.length, mapping.length)}</p>
      ) : (
        <>
          <EvaluationFigures evaluation={evaluation} />
          <p className="quiet small">
            {`Over ${formatCount(items.length, "file")} scored by ${subject.modelId}`}
            {leftOut(files.length, items.length)}
          </p>
          <ConfusionMatrix evaluation={evaluation} items={items} />
          <FiguresTable perLabel={evaluation.perLabel} />
          <EvaluationExport evaluation={evaluation} items={items} subject={subject} />
        </>
      )}
    </div>
  );
}

function whyNone(labelled: number, mapped: number): string {
  if (labelled === 0) return "Figures come once a file with a label is done.";
  if (mapped > 0) return "None of these labels is one of the model's. Choose what they are called there.";
  return "These files were scored without all of the model's labels. Run them again.";
}

function leftOut(all: number, evaluated: number): string {
  if (all === evaluated) return ".";
  return `; ${formatCount(all - evaluated, "file is", "files are")} left out: not done, without a label, or with one that the model does not have.`;
}
