/** What is wrong with a manifest, in words. Pure. */
import type { ManifestFault } from "../../../scores/evaluation/manifest.ts";
import type { MatchFault } from "../../../scores/evaluation/match-manifest.ts";

const FAULTS: Record<ManifestFault | MatchFault, string> = {
  empty: "The table is empty.",
  "no-path-column": "No column is called path, file or filename.",
  "no-label-column": "No column is called label, class or category.",
  "no-path": "The file's name is missing.",
  "no-label": "The label is missing.",
  quotes: "A quotation mark is not closed.",
  missing: "No file of this name is in the list.",
  ambiguous: "Several files of this name are in the list.",
  conflict: "Another line says another label of this file.",
};

export interface Trouble {
  readonly line: number;
  readonly why: ManifestFault | MatchFault;
  readonly path?: string;
}

/** `Line 4, yard/1.wav: No file of this name is in the list.` */
export function troubleWords({ line, why, path }: Trouble): string {
  return `Line ${line}${path === undefined ? "" : `, ${path}`}: ${FAULTS[why]}`;
}
