/** One file of the queue: its name opens it; what is heard in it, or why not, is said beside it. */
import { memo } from "react";
import { useActions } from "../../earshot-context.tsx";
import { formatBytes, formatScore, formatTime } from "../../figures.ts";
import { readableLabel } from "../../results/sureness.ts";
import { MiddleCut } from "./middle-cut.tsx";
import { folderOf, type QueueItem } from "./queue-item.ts";
import { ResultCell } from "./result-cell.tsx";
import { CELL, ROW, ROW_HEADER } from "./table-roles.ts";

interface QueueRowProps extends Omit<QueueItem, "place" | "top"> {
  readonly loadedModelId: string | null;
  readonly selected: boolean;
  /** True for the one row that Tab comes to. */
  readonly stop: boolean;
  /** Its failure is said at once. */
  readonly loud: boolean;
  readonly labelled: boolean;
  /** Folders that all files share, which are not said. */
  readonly shared: string;
  readonly onSelect: (id: string) => void;
  readonly onRemove: (id: string) => void;
}

export const QueueRow = memo(function QueueRow(props: QueueRowProps) {
  const { file, selected, stop, labelled, events, score, heard, shared, onSelect } = props;
  const folder = folderOf(file).slice(shared.length);
  return (
    <tr
      {...ROW}
      className="queue-row"
      data-phase={file.state.phase}
      data-heard={heard || undefined}
      data-file={file.id}
    >
      <th {...ROW_HEADER} scope="row" className="queue-row__name">
        <button
          type="button"
          className="queue-row__open"
          aria-label={file.name}
          aria-current={selected ? "true" : undefined}
          title={file.path}
          tabIndex={stop ? 0 : -1}
          onClick={() => onSelect(file.id)}
        >
          {(folder !== "" || !file.hasSound) && (
            <span className="queue-row__folder">
              {folder !== "" && <MiddleCut text={folder} tail={(folder.split("/").at(-1) ?? "").length + 1} />}
              {!file.hasSound && <span className="queue-row__kept">kept result</span>}
            </span>
          )}
          <span className="queue-row__title">
            <MiddleCut text={file.name} tail={12} />
          </span>
        </button>
      </th>
      <td {...CELL} className="queue-row__length">
        {file.durationS === null ? formatBytes(file.sizeBytes) : formatTime(file.durationS)}
      </td>
      <ResultCell {...props} />
      <td {...CELL} className="queue-row__score">
        {score === null ? "" : formatScore(score)}
      </td>
      <td {...CELL} className="queue-row__events" data-word={events === 1 ? "event" : "events"}>
        {events ?? ""}
      </td>
      {labelled && (
        <td {...CELL} className="queue-row__label">
          {file.trueLabel === null ? "" : readableLabel(file.trueLabel)}
        </td>
      )}
      <RowAction {...props} />
    </tr>
  );
});

function RowAction({ file, stop, onRemove }: QueueRowProps) {
  const actions = useActions();
  const busy = file.state.phase === "waiting" || file.state.phase === "running";
  const verb = busy ? "Cancel" : "Remove";
  return (
    <td {...CELL} className="queue-row__action">
      <button
        type="button"
        className="queue-row__act"
        aria-label={`${verb} ${file.name}`}
        tabIndex={stop ? 0 : -1}
        onClick={() => (busy ? actions.cancelFile(file.id) : onRemove(file.id))}
      >
        {verb}
      </button>
    </td>
  );
}
