/** Whether something runs that a reload of the page would end. */
import type { EarshotState } from "./state.ts";

export function isBusy({ live, files }: Pick<EarshotState, "live" | "files">): boolean {
  if (live.phase === "opening" || live.phase === "listening") return true;
  // A waiting file's sound is not kept, so even one of a paused queue would be gone.
  return files.some(({ state }) => state.phase === "running" || state.phase === "waiting");
}
