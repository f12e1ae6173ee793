/** Which file to look at where nobody chose one: the first that sound came from, rather than one that failed. Pure. */
import type { FileEntry } from "../../../session/state.ts";

/** Null = the selection is good as it is, or nothing is better yet. */
export function betterSelection(files: readonly FileEntry[], selectedId: string | null): string | null {
  const selected = files.find(({ id }) => id === selectedId);
  if (selected && (selected.track !== null || mayStillBeHeard(selected))) return null;
  return files.find((file) => file.track !== null || file.state.phase === "running")?.id ?? null;
}

function mayStillBeHeard({ state }: FileEntry): boolean {
  return state.phase === "waiting" || state.phase === "running";
}
