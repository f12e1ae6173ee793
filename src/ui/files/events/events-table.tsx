/**
 * The table named "Events": its rows are in the document, so that programs, find-in-page and screen readers have them all;
 * the browser lays out only the blocks that are seen. Only of thousands of rows those far from sight are left out, and
 * then rows say their place. Arrow keys step and play, as a click does; Escape stops.
 */
import { type KeyboardEvent, useCallback, useLayoutEffect, useMemo, useRef } from "react";
import type { FileView } from "../file-view.ts";
import type { EventItem, SortColumn, SortOrder } from "./event-list.ts";
import { stepTo } from "./event-steps.ts";
import { EventsBlock } from "./events-block.tsx";
import { showRow } from "./show-row.ts";
import { type Stepping, usePlays } from "./use-stepping.ts";
import "./events-table.css";

const COLUMNS: readonly (readonly [SortColumn, string])[] = [
  ["start", "Start"],
  ["end", "End"],
  ["label", "Label"],
  ["peak", "Peak"],
  ["mean", "Mean"],
];
/** Rows that are laid out together or not at all. */
const BLOCK_ROWS = 50;
/** Up to so many are laid out at once. */
const SHORT_ROWS = 50;
/** Up to so many are all in the document. */
const WHOLE_ROWS = 2000;

interface EventsTableProps {
  readonly items: readonly EventItem[];
  readonly order: SortOrder;
  readonly onOrder: (column: SortColumn) => void;
  readonly view: FileView;
  readonly stepping: Stepping;
}

export function EventsTable({ items, order, onOrder, view, stepping }: EventsTableProps) {
  const frame = useRef<HTMLDivElement>(null);
  const { index, play, stop } = stepping;
  const chosen = items.find((item) => item.index === index) ?? null;
  const plays = usePlays(view, chosen);
  const tabStop = (chosen ?? items[0])?.index ?? null;

  // Stepped to, or chosen on the timeline: its row comes into sight, without moving the page; the focus goes with it.
  useLayoutEffect(() => {
    if (index !== null) showRow(frame.current, index);
  }, [index]);

  const onKey = useCallback(
    (event: KeyboardEvent, item: EventItem) => {
      if (event.key === "Escape") stop();
      const to = stepTo(items, item, event.key);
      if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      if (to !== null) play(to);
    },
    [items, play, stop],
  );

  const blocks = useMemo(
    () =>
      Array.from({ length: Math.ceil(items.length / BLOCK_ROWS) }, (_, block) =>
        items.slice(block * BLOCK_ROWS, (block + 1) * BLOCK_ROWS),
      ),
    [items],
  );
  const whole = items.length <= WHOLE_ROWS;
  const within = (block: readonly EventItem[], place: number | null) =>
    place !== null && block.some((item) => item.index === place) ? place : null;

  return (
    <div ref={frame} className="events__frame">
      <table
        className="events__table"
        aria-label="Events"
        aria-rowcount={whole ? undefined : items.length + 1}
        data-long={items.length > SHORT_ROWS || undefined}
      >
        <thead>
          <tr>
            {COLUMNS.map(([column, name]) => (
              <th key={column} scope="col" className={`events__${column}`} aria-sort={sortOf(order, column)}>
                <button type="button" onClick={() => onOrder(column)}>
                  {name}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        {blocks.map((block, place) => (
          <EventsBlock
            // biome-ignore lint/suspicious/noArrayIndexKey: a block is a place in the table, whatever stands in it
            key={place}
            items={block}
            firstRow={whole ? null : place * BLOCK_ROWS + 2}
            chosen={within(block, index)}
            plays={plays && within(block, index) !== null}
            tabStop={within(block, tabStop)}
            onPlay={play}
            onKey={onKey}
          />
        ))}
      </table>
    </div>
  );
}

function sortOf(order: SortOrder, column: SortColumn): "ascending" | "descending" | "none" {
  if (order.column !== column) return "none";
  return order.descending ? "descending" : "ascending";
}
