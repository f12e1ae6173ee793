/** Stepping through events: which one is chosen, and playing it with a little of what comes before and after. */
import { useCallback, useSyncExternalStore } from "react";
import { useStore } from "zustand";
import type { FileView } from "../file-view.ts";
import type { EventItem } from "./event-list.ts";

/** A sound that begins at once is not recognised: this much is heard around it. */
const LEAD_S = 0.2;

const nothing = () => () => undefined;

export interface Stepping {
  /** Place in `eventsOf()` of the chosen event. */
  readonly index: number | null;
  play(item: EventItem): void;
  stop(): void;
}

export function useStepping(view: FileView): Stepping {
  const index = useStore(view.selectedEvent, (state) => state.index);
  const play = useCallback(
    (item: EventItem) => {
      view.selectedEvent.setState({ index: item.index });
      view.reveal(item.startS, item.endS);
      view.playPart(Math.max(0, item.startS - LEAD_S), item.endS + LEAD_S);
    },
    [view],
  );
  const stop = useCallback(() => {
    if (view.player?.status.phase === "playing") view.player.pause();
  }, [view]);
  return { index, play, stop };
}

/** True while the sound of this event is being played. */
export function usePlays({ player }: FileView, item: EventItem | null): boolean {
  return useSyncExternalStore(player?.subscribe ?? nothing, () => {
    if (player === null || item === null || player.status.phase !== "playing") return false;
    const { timeS } = player;
    return timeS >= item.startS - 2 * LEAD_S && timeS <= item.endS + 2 * LEAD_S;
  });
}
