/** The files of one cell of the matrix: each opens that file. */
import { useActions, useEarshot } from "../../earshot-context.tsx";
import { formatCount, formatScore } from "../../figures.ts";
import { readableLabel } from "../../results/sureness.ts";
import type { FileItem } from "./collect-items.ts";

interface ConfusedFilesProps {
  readonly truth: string;
  readonly predicted: string;
  readonly items: readonly FileItem[];
}

export function ConfusedFiles({ truth, predicted, items }: ConfusedFilesProps) {
  const { selectFile } = useActions();
  const selectedId = useEarshot((state) => state.selectedFileId);
  const what =
    truth === predicted
      ? `${readableLabel(truth)}, heard rightly`
      : `${readableLabel(truth)}, taken for ${readableLabel(predicted)}`;
  return (
    <div className="confusion__files">
      <p aria-live="polite">
        <strong>{formatCount(items.length, "file")}</strong> of {what}
      </p>
      {/* biome-ignore lint/a11y/noRedundantRoles: Safari drops the role of a list without markers */}
      <ul role="list" aria-label={`Files of ${what}`}>
        {items.map((item) => (
          <li key={item.id}>
            <button
              type="button"
              className="button button--text"
              aria-current={item.id === selectedId ? "true" : undefined}
              onClick={() => {
                selectFile(item.id);
                requestAnimationFrame(showOpened);
              }}
            >
              {item.path}
            </button>
            <span className="quiet">{formatScore(item.scores[item.predicted] ?? 0)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The opened file lies above this panel: it is brought into sight, or the press would seem to do nothing. */
function showOpened(): void {
  document.getElementById("file-heading")?.scrollIntoView({ block: "start" });
}
