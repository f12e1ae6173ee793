/** What each file holds: by the folder that it came in, or by a manifest. Pure. */
import type { FileEntry } from "../../../session/state.ts";

type Located = Pick<FileEntry, "path" | "trueLabel">;

/** `birds/robin/1.wav` → `robin`; null for a file that came alone. */
export function folderOf(path: string): string | null {
  return path.split("/").at(-2) || null;
}

export function folderTruths(files: readonly Located[]): Map<string, string | null> {
  return new Map(files.map(({ path }) => [path, folderOf(path)]));
}

/** True where folders can be labels: at least two of them. */
export function hasLabelledFolders(files: readonly Located[]): boolean {
  return new Set(files.map(({ path }) => folderOf(path)).filter((folder) => folder !== null)).size >= 2;
}

/** Files have labels, and not those of their folders: a manifest of an earlier visit gave them. */
export function hasOtherTruths(files: readonly Located[]): boolean {
  return files.some(({ path, trueLabel }) => trueLabel !== null && trueLabel !== folderOf(path));
}

/** Only what is not so yet; null where nothing is to be changed. */
export function changedTruths(
  files: readonly Located[],
  wanted: ReadonlyMap<string, string | null>,
): Map<string, string | null> | null {
  const changed = files.filter(({ path, trueLabel }) => (wanted.get(path) ?? null) !== trueLabel);
  return changed.length === 0 ? null : new Map(changed.map(({ path }) => [path, wanted.get(path) ?? null]));
}
