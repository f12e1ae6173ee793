/** 60 Hz values (level, spectrogram) go by subscription to a canvas, past the store and past React. */
import type { Level } from "../signal/level.ts";
import type { SpectrogramColumn } from "../signal/spectral-column.ts";
import type { LiveFeed } from "./actions.ts";

export class LiveFeedHub implements LiveFeed {
  readonly #levels = new Set<(level: Level) => void>();
  readonly #columns = new Set<(columns: readonly SpectrogramColumn[], sampleRateHz: number) => void>();

  onLevel(listener: (level: Level) => void): () => void {
    this.#levels.add(listener);
    return () => this.#levels.delete(listener);
  }

  onColumns(listener: (columns: readonly SpectrogramColumn[], sampleRateHz: number) => void): () => void {
    this.#columns.add(listener);
    return () => this.#columns.delete(listener);
  }

  level(level: Level): void {
    for (const listener of this.#levels) listener(level);
  }

  columns(columns: readonly SpectrogramColumn[], sampleRateHz: number): void {
    for (const listener of this.#columns) listener(columns, sampleRateHz);
  }
}
