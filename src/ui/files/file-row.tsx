/** One file of the queue: its name opens it; what happens to it is said beside it. */

import { sentenceFor } from "../../session/sentences.ts";
import type { FileEntry } from "../../session/state.ts";
import { useActions, useEarshot } from "../earshot-context.tsx";
import { formatBytes, formatScore, formatTime } from "../figures.ts";
import { readableLabel } from "../results/sureness.ts";

export function FileRow({ file, selected }: { file: FileEntry; selected: boolean }) {
  const actions = useActions();
  const threshold = useEarshot((state) => state.settings.threshold);
  const { state } = file;
  const busy = state.phase === "waiting" || state.phase === "running";
  const problem = state.phase === "failed" ? sentenceFor(state.problem) : null;

  return (
    <li className="file-row" data-phase={state.phase} data-selected={selected || undefined}>
      <button
        type="button"
        className="file-row__name"
        aria-current={selected ? "true" : undefined}
        onClick={() => actions.selectFile(file.id)}
      >
        {file.name}
      </button>
      <span className="file-row__time">
        {file.durationS === null ? formatBytes(file.sizeBytes) : formatTime(file.durationS)}
      </span>
      <span className="file-row__word">{wordsFor(file, threshold)}</span>
      <button
        type="button"
        className="button button--text"
        aria-label={`${busy ? "Cancel" : "Remove"} ${file.name}`}
        onClick={() => (busy ? actions.cancelFile(file.id) : actions.removeFile(file.id))}
      >
        {busy ? "Cancel" : "Remove"}
      </button>
      <RowProgress file={file} />
      {problem !== null && (
        <p className="file-row__problem" role="alert">
          <strong>{problem.what}</strong> {problem.wayOn}
        </p>
      )}
    </li>
  );
}

function RowProgress({ file: { name, state } }: { file: FileEntry }) {
  if (state.phase !== "running") return null;
  const share = state.durationS === null || state.durationS === 0 ? null : Math.min(1, state.doneS / state.durationS);
  return (
    <div
      className="progress file-row__progress"
      role="progressbar"
      aria-label={`Listening to ${name}`}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(share === null ? {} : { "aria-valuenow": Math.round(share * 100) })}
    >
      <span style={{ transform: `scaleX(${share ?? 0})` }} />
    </div>
  );
}

function wordsFor({ state, clip }: FileEntry, threshold: number): string {
  switch (state.phase) {
    case "waiting":
      return "waiting";
    case "running":
      return `heard ${formatTime(state.doneS)} so far`;
    case "cancelled":
      return "cancelled";
    case "failed":
      return "could not be heard";
    case "done": {
      const best = clip[0];
      const heard = best !== undefined && best.score >= threshold;
      const words = heard ? `${readableLabel(best.label)} ${formatScore(best.score)}` : "nothing I know";
      return state.damage === null ? words : `${words}, damaged`;
    }
    default:
      return state satisfies never;
  }
}
