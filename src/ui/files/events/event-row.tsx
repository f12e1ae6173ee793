/** One event. Its start is the button: it plays the event, takes the focus of the whole row and is pressed by the whole row. */
import { type KeyboardEvent, memo } from "react";
import { formatScore } from "../../figures.ts";
import type { EventItem } from "./event-list.ts";
import { formatExactTime } from "./event-words.ts";

export type RowState = "plain" | "chosen" | "playing";

interface EventRowProps {
  readonly item: EventItem;
  /** Of the table, from 1; undefined where all rows are there to be counted. */
  readonly row: number | undefined;
  readonly state: RowState;
  /** True for the one row that Tab comes to. */
  readonly stop: boolean;
  readonly onPlay: (item: EventItem) => void;
  readonly onKey: (event: KeyboardEvent, item: EventItem) => void;
}

export const EventRow = memo(function EventRow({ item, row, state, stop, onPlay, onKey }: EventRowProps) {
  const { index, startS, endS, label, peak, mean } = item;
  const start = formatExactTime(startS);
  return (
    <tr data-state={state} aria-rowindex={row} aria-current={state === "plain" ? undefined : "true"}>
      <td className="events__start">
        <button
          type="button"
          className="events__play"
          data-event={index}
          tabIndex={stop ? 0 : -1}
          aria-label={`${start}, play ${label}`}
          onClick={() => onPlay(item)}
          onKeyDown={(event) => onKey(event, item)}
        >
          <data value={startS}>{start}</data>
        </button>
      </td>
      <td className="events__end">
        <data value={endS}>{formatExactTime(endS)}</data>
      </td>
      <td className="events__label" title={label}>
        {label}
      </td>
      <td className="events__peak">
        <data value={peak}>{formatScore(peak)}</data>
      </td>
      <td className="events__mean">
        <data value={mean}>{formatScore(mean)}</data>
      </td>
    </tr>
  );
});
