/** What was heard at the playhead, in steady rows; null where no window is or the model has other labels. */
import { useEffect, useState } from "react";
import { RowOrder } from "../../scores/rows.ts";
import { type LabelScore, topK } from "../../scores/top-k.ts";
import type { ScoredWindow } from "../../session/state.ts";
import type { FilePlayer } from "./file-player.ts";
import { windowAt } from "./window-at.ts";

/** Beyond so many windows it is a jump, and rows start anew. */
const JUMP_WINDOWS = 6;

export interface Moment {
  readonly window: ScoredWindow;
  readonly rows: readonly LabelScore[];
}

export function useMoment(
  player: FilePlayer | null,
  windows: readonly ScoredWindow[],
  labels: readonly string[],
  places: number,
): Moment | null {
  const [moment, setMoment] = useState<Moment | null>(null);
  useEffect(() => {
    if (player === null) return;
    let order = new RowOrder(places);
    let shown = -1;
    const follow = () => {
      const index = windowAt(windows, player.timeS);
      if (index === shown) return;
      if (Math.abs(index - shown) > JUMP_WINDOWS) order = new RowOrder(places);
      shown = index;
      const window = windows[index];
      if (window === undefined || window.scores.length !== labels.length) setMoment(null);
      else setMoment({ window, rows: order.update(topK(window.scores, labels, labels.length)) });
    };
    follow();
    return player.subscribe(follow);
  }, [player, windows, labels, places]);
  return moment;
}
