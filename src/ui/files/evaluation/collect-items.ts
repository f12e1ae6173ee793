/** Files of the queue → what is evaluated: scores in label order with a true label each; the rest is counted. Pure. */

import type { Activation } from "../../../scores/activation.ts";
import { predicted } from "../../../scores/evaluation/confusion.ts";
import type { LabelledItem } from "../../../scores/evaluation/labelled-item.ts";
import type { FileEntry } from "../../../session/state.ts";
import type { Mapped } from "./mapping.ts";

type Scored = Pick<FileEntry, "id" | "path" | "modelId" | "labels" | "activation" | "clip" | "trueLabel">;

export interface Subject {
  readonly modelId: string;
  readonly labels: readonly string[];
  readonly activation: Activation;
}

export interface FileItem extends LabelledItem {
  readonly id: string;
  readonly path: string;
  /** As the data has it. */
  readonly trueLabel: string;
  readonly predicted: number;
}

/** The model that scored most of the files: figures are one model's. Null where nothing was scored. */
export function subjectOf(files: readonly Scored[]): Subject | null {
  const byModel = new Map<string, Scored[]>();
  for (const file of files) {
    if (file.modelId === null || file.activation === null || file.clip.length !== file.labels.length) continue;
    const same = byModel.get(file.modelId);
    if (same === undefined) byModel.set(file.modelId, [file]);
    else same.push(file);
  }
  const [most] = [...byModel.values()].sort((a, b) => b.length - a.length);
  const [first] = most ?? [];
  if (first === undefined || first.modelId === null || first.activation === null) return null;
  return { modelId: first.modelId, labels: first.labels, activation: first.activation };
}

/** Files of that model whose true label is one of the model's. */
export function collectItems(files: readonly Scored[], subject: Subject, mapping: readonly Mapped[]): FileItem[] {
  const places = new Map(subject.labels.map((label, index) => [label, index]));
  const truths = new Map(mapping.map(({ label, modelIndex }) => [label, modelIndex]));
  return files.flatMap(({ id, path, modelId, labels, clip, trueLabel }) => {
    const truth = trueLabel === null ? null : (truths.get(trueLabel) ?? null);
    if (trueLabel === null || truth === null || modelId !== subject.modelId || clip.length !== labels.length) return [];
    const scores = new Float64Array(subject.labels.length).fill(Number.NaN);
    for (const { label, score } of clip) scores[places.get(label) ?? -1] = score;
    if (scores.some(Number.isNaN)) return []; // Another version of the model, with other labels.
    return [{ id, path, trueLabel, truth, scores, predicted: predicted(scores) }];
  });
}
