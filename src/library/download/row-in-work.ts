/** The row of a download while its files arrive side by side: each change gives the whole row as it is then. */
import type { MadeRow, PartialRow, WantedRow } from "../model-rows.ts";

export class RowInWork {
  #row: PartialRow;

  constructor(row: PartialRow) {
    this.#row = row;
  }

  get row(): PartialRow {
    return this.#row;
  }

  change(path: string, change: Partial<Pick<WantedRow, "etag" | "blob">>): PartialRow {
    const files = this.#row.files.map((file) => (file.path === path ? { ...file, ...change } : file));
    this.#row = { ...this.#row, files };
    return this.#row;
  }

  /** How far a checkpoint has become a model. */
  made(done: MadeRow | null): PartialRow {
    const { making } = this.#row;
    this.#row = { ...this.#row, making: making && { ...making, done } };
    return this.#row;
  }

  /** Path → blob, of what has arrived. */
  hashOf(path: string): string | null {
    return this.#row.files.find((file) => file.path === path)?.blob?.hash ?? null;
  }
}
