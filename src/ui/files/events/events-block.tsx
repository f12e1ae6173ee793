/** A block of the table's rows: laid out together, and in a table of thousands left out while it is far from sight. */
import { type CSSProperties, type KeyboardEvent, memo, type RefObject, useEffect, useRef, useState } from "react";
import type { EventItem } from "./event-list.ts";
import { EventRow } from "./event-row.tsx";

interface EventsBlockProps {
  readonly items: readonly EventItem[];
  /** Row of the table, from 1, of its first; null = the block is always there. */
  readonly firstRow: number | null;
  /** Place in `eventsOf()` of the chosen event, where it is in this block; likewise the row that Tab comes to. */
  readonly chosen: number | null;
  readonly plays: boolean;
  readonly tabStop: number | null;
  readonly onPlay: (item: EventItem) => void;
  readonly onKey: (event: KeyboardEvent, item: EventItem) => void;
}

export const EventsBlock = memo(function EventsBlock(props: EventsBlockProps) {
  const { items, firstRow, chosen, plays, tabStop, onPlay, onKey } = props;
  const body = useRef<HTMLTableSectionElement>(null);
  const near = useNear(body, firstRow !== null);
  const there = near || chosen !== null || tabStop !== null;
  return (
    <tbody ref={body} style={{ "--rows": items.length } as CSSProperties}>
      {there &&
        items.map((item, place) => (
          <EventRow
            // biome-ignore lint/suspicious/noArrayIndexKey: sorting changes what a row says, it moves no rows
            key={place}
            item={item}
            row={firstRow === null ? undefined : firstRow + place}
            state={item.index !== chosen ? "plain" : plays ? "playing" : "chosen"}
            stop={item.index === tabStop}
            onPlay={onPlay}
            onKey={onKey}
          />
        ))}
    </tbody>
  );
});

/** Within a screen's height of what the frame around it shows; always, where nobody asks. */
function useNear(element: RefObject<HTMLElement | null>, asked: boolean): boolean {
  const [near, setNear] = useState(false);
  useEffect(() => {
    const target = element.current;
    if (!asked || target === null) return;
    const observer = new IntersectionObserver(([entry]) => setNear(entry?.isIntersecting ?? false), {
      root: target.closest(".events__frame"),
      rootMargin: "100% 0%",
    });
    observer.observe(target);
    return () => observer.disconnect();
  }, [element, asked]);
  return near || !asked;
}
