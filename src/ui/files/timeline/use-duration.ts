/** The file's length as far as it is known, s; renders again when it grows. */
import { useSyncExternalStore } from "react";
import type { OpenFileView } from "../open-file-view.ts";

export function useDuration(view: OpenFileView): number {
  return useSyncExternalStore(view.subscribe, () => view.durationS);
}
