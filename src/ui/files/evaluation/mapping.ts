/** Labels of the data → labels of the model: suggested by name, changed by the person. Pure. */
import { type LabelFit, matchLabels } from "../../../scores/evaluation/match-labels.ts";

/** The person's own choices: a model's label, or null for "not in this model". */
export type Choices = Readonly<Record<string, string | null>>;

export interface Mapped {
  /** As the data has it. */
  readonly label: string;
  readonly files: number;
  /** Index of the model's label; null = left out of the figures. */
  readonly modelIndex: number | null;
  readonly how: LabelFit | "chosen" | "none";
}

/** @param truths the true label of each file; in the order of name, one entry a label. */
export function mapLabels(truths: readonly string[], modelLabels: readonly string[], choices: Choices): Mapped[] {
  const counts = new Map<string, number>();
  for (const truth of truths) counts.set(truth, (counts.get(truth) ?? 0) + 1);
  const labels = [...counts.keys()].sort((a, b) => a.localeCompare(b, "en"));
  return matchLabels(labels, modelLabels).map(({ label, modelIndex, fit }) => {
    const files = counts.get(label) ?? 0;
    const choice = choices[label];
    if (choice === undefined) return { label, files, modelIndex, how: fit ?? "none" };
    const index = choice === null ? -1 : modelLabels.indexOf(choice);
    return { label, files, modelIndex: index < 0 ? null : index, how: "chosen" };
  });
}

const HOW: Record<Mapped["how"], string> = {
  exact: "same name",
  spelling: "same name",
  words: "a guess by its words",
  part: "a guess by a part of its name",
  chosen: "your choice",
  none: "no label of this name",
};

export function howWords({ how }: Mapped): string {
  return HOW[how];
}
