/** What was heard at the playhead, in steady rows; null where no window is. */
import { useEffect, useState } from "react";
import { RowOrder } from "../../scores/rows.ts";
import { cellEnd, cellStart, type ScoreTrack, scoresOf, windowAt } from "../../scores/score-track.ts";
import { type LabelScore, topK } from "../../scores/top-k.ts";
import type { FilePlayer } from "./file-player.ts";

/** Beyond so many windows it is a jump, and rows start anew. */
const JUMP_WINDOWS = 6;

export interface Moment {
  /** The cell of the window that is shown, s. */
  readonly fromS: number;
  readonly toS: number;
  readonly rows: readonly LabelScore[];
}

export function useMoment(
  player: FilePlayer | null,
  track: ScoreTrack | null,
  labels: readonly string[],
  places: number,
): Moment | null {
  const [moment, setMoment] = useState<Moment | null>(null);
  useEffect(() => {
    if (player === null || track === null || track.numLabels !== labels.length) {
      setMoment(null);
      return;
    }
    let order = new RowOrder(places);
    let shown = -1;
    const follow = () => {
      const window = windowAt(track, player.timeS * track.sampleRateHz);
      if (window === shown || window < 0) return;
      if (Math.abs(window - shown) > JUMP_WINDOWS) order = new RowOrder(places);
      shown = window;
      const fromS = cellStart(track, window) / track.sampleRateHz;
      const toS = cellEnd(track, window) / track.sampleRateHz;
      setMoment({ fromS, toS, rows: order.update(topK(scoresOf(track, window), labels, labels.length)) });
    };
    follow();
    return player.subscribe(follow);
  }, [player, track, labels, places]);
  return moment;
}
