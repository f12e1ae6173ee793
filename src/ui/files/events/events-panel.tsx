/** What was heard and when, as a table to step through and play. */
import type { FileEntry } from "../../../session/state.ts";

export function EventsPanel({ file }: { file: FileEntry }) {
  return <section aria-label={`Events of ${file.name}`} />;
}
