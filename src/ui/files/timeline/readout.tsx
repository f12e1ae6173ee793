/** One reserved line: the scores of the moment under the pointer, or how to move about while there is none. */
import { useEffect, useRef } from "react";
import type { StoreApi } from "zustand/vanilla";
import type { FileEntry } from "../../../session/state.ts";
import { formatScore, formatTime } from "../../figures.ts";
import { readableLabel } from "../../results/sureness.ts";
import { bestAt } from "./moment-words.ts";

const SHOWN = 3;
/** The keys, for whoever reaches the slider. */
export const KEYS_HINT_ID = "timeline-keys";

/** Null while no pointer is over the timeline. */
export type Hover = StoreApi<{ readonly timeS: number | null }>;

interface ReadoutProps {
  readonly hover: Hover;
  readonly file: FileEntry;
  readonly plays: boolean;
}

export function Readout({ hover, file: { track, labels }, plays }: ReadoutProps) {
  const line = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    const show = () => {
      const { timeS } = hover.getState();
      const element = line.current;
      if (element === null) return;
      element.dataset.on = String(timeS !== null);
      if (timeS === null) return;
      const best = bestAt(track, labels, timeS, SHOWN);
      const [time, ...places] = element.querySelectorAll("[data-place]");
      if (time) time.textContent = formatTime(timeS, true);
      for (const [place, span] of places.entries()) {
        const row = best[place];
        const [name, score] = span.children;
        if (name) name.textContent = row === undefined ? "" : readableLabel(row.label);
        if (score) score.textContent = row === undefined ? "" : ` ${formatScore(row.score)}`;
      }
    };
    show();
    return hover.subscribe(show);
  }, [hover, track, labels]);

  const verb = plays ? "play from there" : "see that moment";
  return (
    <p ref={line} className="readout">
      <span className="readout__moment" aria-hidden="true">
        <span data-place="time" />
        {Array.from({ length: SHOWN }, (_, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a place, whatever label stands in it
          <span key={place} data-place={place}>
            <span />
            <span />
          </span>
        ))}
      </span>
      <span className="readout__hint readout__hint--mouse">
        Click to {verb}. Drag to move; Ctrl + scroll to zoom, or just scroll after a click.
      </span>
      <span id={KEYS_HINT_ID} className="readout__hint readout__hint--keys">
        ← → by 1 s, with Shift 10 s; + − zoom; Page keys move; 0 whole file; Space plays.
      </span>
      <span className="readout__hint readout__hint--touch">Tap to {verb}. Drag to move, pinch to zoom.</span>
    </p>
  );
}
