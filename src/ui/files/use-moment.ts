/** What was heard at the playhead, in steady rows; null where no window is. */
import { useEffect, useRef, useState } from "react";
import { RowOrder } from "../../scores/rows.ts";
import { cellEnd, cellStart, scoresOf, windowAt } from "../../scores/score-track.ts";
import { type LabelScore, topK } from "../../scores/top-k.ts";
import type { FileEntry } from "../../session/state.ts";
import type { OpenFileView } from "./open-file-view.ts";

/** Beyond so many windows it is a jump, and rows start anew. */
const JUMP_WINDOWS = 6;

export interface Moment {
  /** The cell of the window that is shown, s. */
  readonly fromS: number;
  readonly toS: number;
  readonly rows: readonly LabelScore[];
}

export function useMoment(
  view: OpenFileView,
  { track, labels }: Pick<FileEntry, "track" | "labels">,
  places: number,
): Moment | null {
  const [moment, setMoment] = useState<Moment | null>(null);
  const rows = useRef({ order: new RowOrder(places), places, window: -1 });
  useEffect(() => {
    if (track === null || track.numLabels !== labels.length) {
      setMoment(null);
      return;
    }
    let shown = -1;
    const follow = () => {
      const window = windowAt(track, view.timeS * track.sampleRateHz);
      if (window === shown || window < 0) return;
      shown = window;
      const before = rows.current;
      const jumped = before.places !== places || Math.abs(window - before.window) > JUMP_WINDOWS;
      rows.current = { order: jumped ? new RowOrder(places) : before.order, places, window };
      const fromS = cellStart(track, window) / track.sampleRateHz;
      const toS = cellEnd(track, window) / track.sampleRateHz;
      const best = topK(scoresOf(track, window), labels, labels.length);
      setMoment({ fromS, toS, rows: rows.current.order.update(best) });
    };
    follow();
    return view.subscribe(follow);
  }, [view, track, labels, places]);
  return moment;
}
