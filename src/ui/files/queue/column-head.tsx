/** A column's name: a button that sorts by it. */
import { readableLabel } from "../../results/sureness.ts";
import type { QueueColumn, QueueOrder } from "./queue-view.ts";
import { COLUMN_HEADER } from "./table-roles.ts";

interface ColumnHeadProps {
  readonly column: QueueColumn;
  readonly name: string;
  /** Whose score it is, where it is not each file's best. */
  readonly of?: string | null;
  readonly order: QueueOrder;
  readonly onOrder: (column: QueueColumn) => void;
}

export function ColumnHead({ column, name, of = null, order, onOrder }: ColumnHeadProps) {
  const sorted = order.column !== column ? "none" : order.descending ? "descending" : "ascending";
  return (
    <th {...COLUMN_HEADER} scope="col" className="queue__head-cell" aria-sort={sorted}>
      <button
        type="button"
        className="queue__sort"
        data-column={column}
        data-sorted={sorted === "none" ? undefined : sorted}
        title={of === null ? undefined : `Score of ${of}`}
        onClick={() => onOrder(column)}
      >
        {name}
        {of !== null && <span className="unseen"> of {readableLabel(of)}</span>}
        <svg className="queue__arrow" viewBox="0 0 8 8" aria-hidden="true">
          <path d="M0 2.5h8L4 7z" />
        </svg>
      </button>
    </th>
  );
}
