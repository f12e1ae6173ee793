/** The labels that the queue can be asked for: those that were heard somewhere first, with how often. Pure. */
import type { FileEntry } from "../../../session/state.ts";
import { compareNames } from "../../shell/natural-order.ts";

export interface LabelChoices {
  /** Most often heard first. */
  readonly heard: readonly { readonly label: string; readonly files: number }[];
  readonly others: readonly string[];
}

export function labelChoices(files: readonly FileEntry[], threshold: number): LabelChoices {
  const counts = new Map<string, number>();
  const seen = new Set<readonly string[]>();
  const all = new Set<string>();
  for (const { clip, labels, state } of files) {
    if (!seen.has(labels)) for (const label of labels) all.add(label);
    seen.add(labels);
    if (state.phase !== "done") continue;
    for (const { label, score } of clip) {
      if (score < threshold) break; // Best first.
      counts.set(label, (counts.get(label) ?? 0) + 1);
    }
  }
  const heard = [...counts]
    .map(([label, count]) => ({ label, files: count }))
    .sort((a, b) => b.files - a.files || compareNames(a.label, b.label));
  return { heard, others: [...all].filter((label) => !counts.has(label)).sort(compareNames) };
}
