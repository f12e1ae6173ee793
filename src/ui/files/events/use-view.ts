/** A view that plays nothing, until the file's own is there. */
import { createStore } from "zustand/vanilla";
import type { FileView } from "../file-view.ts";

const view: FileView = {
  player: null,
  viewport: createStore(() => ({ fromS: 0, toS: 1 })),
  selectedEvent: createStore(() => ({ index: null as number | null })),
  reveal: () => undefined,
  seek: () => undefined,
  playPart: () => undefined,
};

export function useFileView(): FileView {
  return view;
}
