/**
 * The table named "Files". Every row is in the document, so that find-in-page, programs and screen readers have them all;
 * the browser lays out only those that are seen. One row is a stop of the Tab key, arrows move along.
 */
import { type KeyboardEvent, useCallback, useMemo, useRef, useState } from "react";
import { useActions, useEarshot } from "../../earshot-context.tsx";
import { ColumnHead } from "./column-head.tsx";
import type { QueueItem } from "./queue-item.ts";
import { QueueRow } from "./queue-row.tsx";
import type { QueueColumn, QueueOrder } from "./queue-view.ts";
import { rowStepTo } from "./row-steps.ts";
import { COLUMN_HEADER, ROW, ROW_GROUP, TABLE } from "./table-roles.ts";

interface QueueTableProps {
  readonly items: readonly QueueItem[];
  readonly selectedId: string | null;
  readonly label: string | null;
  readonly labelled: boolean;
  /** Folders that all files share. */
  readonly shared: string;
  readonly order: QueueOrder;
  readonly loud: ReadonlySet<string>;
  readonly onOrder: (column: QueueColumn) => void;
  readonly onSelect: (id: string) => void;
}

export function QueueTable(props: QueueTableProps) {
  const { items, selectedId, label, labelled, shared, order, loud, onOrder, onSelect } = props;
  const { removeFile } = useActions();
  const loadedModelId = useEarshot(({ engine }) => (engine.phase === "ready" ? engine.model.id : null));
  const body = useRef<HTMLTableSectionElement>(null);
  const [focusId, setFocusId] = useState<string | null>(null);
  const stopId = useMemo(() => {
    const shown = (id: string | null) => items.some(({ file }) => file.id === id);
    return shown(focusId) ? focusId : shown(selectedId) ? selectedId : (items[0]?.file.id ?? null);
  }, [items, focusId, selectedId]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const to = rowStepTo(event.target as Element, event.key);
    if (to === null) return;
    event.preventDefault();
    to.focus();
  };
  const onRemove = useCallback(
    (id: string) => {
      const row = body.current?.querySelector(`[data-file="${CSS.escape(id)}"]`);
      const next = row?.nextElementSibling ?? row?.previousElementSibling;
      removeFile(id);
      next?.querySelector("button")?.focus({ preventScroll: true });
    },
    [removeFile],
  );

  return (
    <div className="queue__frame">
      <table {...TABLE} className="queue__table" aria-label="Files" data-labelled={labelled || undefined}>
        <thead {...ROW_GROUP} className="queue__columns">
          <tr {...ROW} className="queue__heads">
            <ColumnHead column="name" name="Name" order={order} onOrder={onOrder} />
            <ColumnHead column="length" name="Length" order={order} onOrder={onOrder} />
            <ColumnHead column="result" name="Result" order={order} onOrder={onOrder} />
            <ColumnHead column="score" name="Score" of={label} order={order} onOrder={onOrder} />
            <ColumnHead column="events" name="Events" order={order} onOrder={onOrder} />
            {labelled && <ColumnHead column="label" name="Label" order={order} onOrder={onOrder} />}
            <th {...COLUMN_HEADER} scope="col" className="queue__head-cell">
              <span className="unseen">Action</span>
            </th>
          </tr>
        </thead>
        <tbody
          {...ROW_GROUP}
          ref={body}
          className="queue__rows"
          onKeyDown={onKeyDown}
          onFocus={({ target }) => setFocusId(target.closest("tr")?.dataset.file ?? null)}
        >
          {items.map(({ file, score, heard, events }) => (
            <QueueRow
              key={file.id}
              file={file}
              score={score}
              heard={heard}
              events={events}
              labelled={labelled}
              shared={shared}
              loadedModelId={loadedModelId}
              selected={file.id === selectedId}
              stop={file.id === stopId}
              loud={loud.has(file.id)}
              onSelect={onSelect}
              onRemove={onRemove}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}
