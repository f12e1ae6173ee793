/** What is under the table: how much of it is shown, and what is kept of it. */
import type { FileEntry } from "../../../session/state.ts";
import { formatCount } from "../../figures.ts";
import { countFiles } from "./queue-words.ts";

interface QueueFootProps {
  readonly files: readonly FileEntry[];
  readonly shown: number;
  readonly onShowAll: () => void;
}

export function QueueFoot({ files, shown, onShowAll }: QueueFootProps) {
  const { done, kept } = countFiles(files);
  return (
    <div className="queue__foot">
      {shown < files.length && (
        <p className="queue__shown">
          {shown === 0 ? "No file is like that." : `${shown} of ${formatCount(files.length, "file")} shown.`}{" "}
          <button type="button" className="button button--text" onClick={onShowAll}>
            Show all
          </button>
        </p>
      )}
      {done > 0 && <p className="quiet small">{keptWords(kept)}</p>}
    </div>
  );
}

function keptWords(kept: number): string {
  if (kept === 0) return "Results are kept in this browser until you remove them. The sound is not.";
  const them = kept === 1 ? "1 result was" : `${formatCount(kept, "result")} were`;
  return `${them} kept from an earlier visit, without the sound. Drop ${kept === 1 ? "the file" : "the files"} again to play ${kept === 1 ? "it" : "them"}.`;
}
