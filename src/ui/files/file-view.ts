/** What the person looks at in one file: where it plays and which part is shown. Timeline, bars and events share it. */
import type { StoreApi } from "zustand/vanilla";
import type { FilePlayer } from "./file-player.ts";

/** The part of the file that is shown, s; `fromS < toS`, within the file. */
export interface Viewport {
  readonly fromS: number;
  readonly toS: number;
}

export interface FileView {
  /** Null while the file has no sound here (a kept result) or is being opened. */
  readonly player: FilePlayer | null;
  readonly viewport: StoreApi<Viewport>;
  /** The event that was stepped to or clicked, by its place in `eventsOf()`; null = none. */
  readonly selectedEvent: StoreApi<{ readonly index: number | null }>;
  /** Moves (and if need be widens) the viewport so that the part is seen with some room around it. */
  reveal(fromS: number, toS: number): void;
  seek(timeS: number): void;
  /** Plays from `fromS` and stops at `toS`. */
  playPart(fromS: number, toS: number): void;
}
