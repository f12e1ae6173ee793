/** The way out: what was heard, as files that other programs read. */
import type { FileEntry } from "../../../session/state.ts";

export function ExportPanel({ file }: { file: FileEntry }) {
  return <section aria-label={`Export of ${file.name}`} />;
}
