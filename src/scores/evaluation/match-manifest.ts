/**
 * Owns: which dropped file a manifest's row means. Manifests are written on other machines, with folders that were called
 * otherwise, so a row's path is compared from its end: the whole path, else the most trailing parts in common, the file's
 * name at least. What fits two files, or two rows that disagree on one file, is told and never guessed.
 *
 * Both kinds of slash part a path; a leading "./" or "/" says nothing; composed and decomposed accents (macOS) are one.
 * Case counts, as it does where data sets are made.
 */
import type { ManifestRow } from "./manifest.ts";

export interface LabelledFile {
  /** As it was dropped. */
  readonly path: string;
  /** As the manifest has it. */
  readonly label: string;
  /** Of the row, in the manifest. */
  readonly line: number;
}

export type MatchFault =
  /** No dropped file has this name, or a closer row has taken the only one. */
  | "missing"
  /** Several dropped files fit equally well. */
  | "ambiguous"
  /** Another row fits the same file equally well and says another label. */
  | "conflict";

export interface MatchProblem {
  readonly line: number;
  readonly why: MatchFault;
  readonly path: string;
  /** The dropped files in question. */
  readonly candidates: readonly string[];
}

export interface ManifestMatch {
  /** In the manifest's order; each dropped file once at most. */
  readonly files: readonly LabelledFile[];
  readonly problems: readonly MatchProblem[];
  /** Dropped files without a label. */
  readonly unlabelled: readonly string[];
}

interface Claim {
  readonly row: ManifestRow;
  /** Index of the one file that fits best. */
  readonly file: number;
  readonly closeness: number;
}

/** @param paths of the dropped files, with their folders where known; two equal ones are two files. */
export function matchManifest(rows: readonly ManifestRow[], paths: readonly string[]): ManifestMatch {
  const named = paths.map((path, file) => ({ file, parts: partsOf(path) }));
  const byName = grouped(named, ({ parts }) => parts.at(-1) ?? "");
  const problems: MatchProblem[] = [];
  const tell = (row: ManifestRow, why: MatchFault, files: readonly number[]): void => {
    problems.push({ line: row.line, why, path: row.path, candidates: files.map((file) => paths[file] as string) });
  };

  const claims: Claim[] = [];
  for (const row of rows) {
    const parts = partsOf(row.path);
    const fits = (byName.get(parts.at(-1) ?? "") ?? []).map((one) => ({
      file: one.file,
      closeness: closenessOf(parts, one.parts),
    }));
    const closeness = fits.reduce((most, one) => Math.max(most, one.closeness), 0);
    const best = fits.filter((one) => one.closeness === closeness).map(({ file }) => file);
    if (best.length === 1) claims.push({ row, file: best[0] as number, closeness });
    else tell(row, best.length === 0 ? "missing" : "ambiguous", best);
  }

  const files: LabelledFile[] = [];
  for (const [file, rivals] of grouped(claims, (claim) => claim.file)) {
    const closeness = rivals.reduce((most, one) => Math.max(most, one.closeness), 0);
    const closest = rivals.filter((one) => one.closeness === closeness).map(({ row }) => row);
    for (const one of rivals) if (one.closeness < closeness) tell(one.row, "missing", []);
    const [first] = closest;
    if (first === undefined) continue;
    if (closest.every(({ label }) => label === first.label)) {
      files.push({ path: paths[file] as string, label: first.label, line: first.line });
    } else for (const row of closest) tell(row, "conflict", [file]);
  }
  const labelled = new Set(files.map(({ path }) => path));
  return {
    files: files.sort((a, b) => a.line - b.line),
    problems: problems.sort((a, b) => a.line - b.line),
    unlabelled: paths.filter((path) => !labelled.has(path)),
  };
}

/** How many trailing parts two paths share; infinite where they are equal. */
function closenessOf(a: readonly string[], b: readonly string[]): number {
  let shared = 0;
  while (shared < a.length && shared < b.length && a.at(-1 - shared) === b.at(-1 - shared)) shared++;
  return shared === a.length && shared === b.length ? Number.POSITIVE_INFINITY : shared;
}

function partsOf(path: string): string[] {
  const parts = path.normalize("NFC").split(/[/\\]/);
  return parts.filter((part) => part !== "" && part !== ".");
}

function grouped<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
