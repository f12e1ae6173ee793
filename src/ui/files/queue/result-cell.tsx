/** What was heard in a file in two or three words; or how far it is; or why not, and the way on. */
import { sentenceFor } from "../../../session/sentences.ts";
import type { FileEntry } from "../../../session/state.ts";
import { useActions } from "../../earshot-context.tsx";
import { formatTime } from "../../figures.ts";
import { readableLabel } from "../../results/sureness.ts";
import { worthRunning } from "./queue-item.ts";
import { CELL } from "./table-roles.ts";

interface ResultCellProps {
  readonly file: FileEntry;
  readonly heard: boolean;
  /** Its failure is said at once. */
  readonly loud: boolean;
  readonly loadedModelId: string | null;
  /** True where Tab comes to its row. */
  readonly stop: boolean;
}

export function ResultCell({ file, heard, loud, loadedModelId, stop }: ResultCellProps) {
  const actions = useActions();
  const problem = file.state.phase === "failed" ? sentenceFor(file.state.problem) : null;
  const again = worthRunning(file, loadedModelId) && (
    <button
      type="button"
      className="queue-row__again"
      aria-label={`Run ${file.name} again`}
      tabIndex={stop ? 0 : -1}
      onClick={() => actions.runFile(file.id)}
    >
      Run again
    </button>
  );
  return (
    <td {...CELL} className="queue-row__result">
      <span className="queue-row__words">
        <ResultWords file={file} heard={heard} />
        {again}
      </span>
      <RowProgress file={file} />
      {problem !== null && (
        <span className="queue-row__problem" role={loud ? "alert" : undefined}>
          <strong>{problem.what}</strong> {problem.wayOn}
        </span>
      )}
    </td>
  );
}

function ResultWords({ file: { state, clip }, heard }: { file: FileEntry; heard: boolean }) {
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
      const words = heard && best !== undefined ? readableLabel(best.label) : "nothing I know";
      return state.damage === null ? words : `${words}, damaged`;
    }
    default:
      return state satisfies never;
  }
}

function RowProgress({ file: { name, state } }: { file: FileEntry }) {
  if (state.phase !== "running") return null;
  const share = state.durationS === null || state.durationS === 0 ? null : Math.min(1, state.doneS / state.durationS);
  return (
    <span
      className="progress queue-row__progress"
      role="progressbar"
      aria-label={`Listening to ${name}`}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(share === null ? {} : { "aria-valuenow": Math.round(share * 100) })}
    >
      <span style={{ transform: `scaleX(${share ?? 0})` }} />
    </span>
  );
}
