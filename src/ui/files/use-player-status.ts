/** Whether the opened file plays, by subscription; null while it has no player. */
import { useSyncExternalStore } from "react";
import type { PlayerStatus } from "./file-player.ts";
import type { OpenFileView } from "./open-file-view.ts";

export function usePlayerStatus(view: OpenFileView): PlayerStatus | null {
  return useSyncExternalStore(view.subscribe, () => view.player?.status ?? null);
}
