/**
 * The table named "Events": every row is in the document, so that programs, find-in-page and screen readers have them all;
 * the browser lays out only the blocks that are seen. Arrow keys step and play, as a click does; Escape stops.
 */
import { type CSSProperties, type KeyboardEvent, memo, useCallback, useEffect, useMemo, useRef } from "react";
import type { FileView } from "../file-view.ts";
import type { EventItem, SortColumn, SortOrder } from "./event-list.ts";
import { EventRow } from "./event-row.tsx";
import { stepTo } from "./event-steps.ts";
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
const SHORT_ROWS = 200;

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

  // Chosen elsewhere (on the timeline) or sorted away: its row is brought into sight, without moving the page.
  useEffect(() => {
    if (index !== null && items.length > 0) showRow(frame.current, index);
  }, [index, items]);

  const onKey = useCallback(
    (event: KeyboardEvent, item: EventItem) => {
      if (event.key === "Escape") stop();
      const to = stepTo(items, item, event.key);
      if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      if (to === null) return;
      play(to);
      frame.current?.querySelector<HTMLElement>(`[data-event="${to.index}"]`)?.focus({ preventScroll: true });
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
  const within = (block: readonly EventItem[], place: number | null) =>
    place !== null && block.some((item) => item.index === place) ? place : null;

  return (
    <div ref={frame} className="events__frame">
      <table className="events__table" aria-label="Events" data-long={items.length > SHORT_ROWS || undefined}>
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
          <Block
            // biome-ignore lint/suspicious/noArrayIndexKey: a block is a place in the table, whatever stands in it
            key={place}
            items={block}
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

interface BlockProps {
  readonly items: readonly EventItem[];
  readonly chosen: number | null;
  readonly plays: boolean;
  readonly tabStop: number | null;
  readonly onPlay: (item: EventItem) => void;
  readonly onKey: (event: KeyboardEvent, item: EventItem) => void;
}

const Block = memo(function Block({ items, chosen, plays, tabStop, onPlay, onKey }: BlockProps) {
  return (
    <tbody style={{ "--rows": items.length } as CSSProperties}>
      {items.map((item) => (
        <EventRow
          key={item.index}
          item={item}
          state={item.index !== chosen ? "plain" : plays ? "playing" : "chosen"}
          stop={item.index === tabStop}
          onPlay={onPlay}
          onKey={onKey}
        />
      ))}
    </tbody>
  );
});

function sortOf(order: SortOrder, column: SortColumn): "ascending" | "descending" | "none" {
  if (order.column !== column) return "none";
  return order.descending ? "descending" : "ascending";
}
