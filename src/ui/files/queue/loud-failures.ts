/**
 * Which failures are said at once (`alert`). The first few of a run are; fifty bad files in a folder are a sum in the
 * status line instead, each with its sentence to be read. What failed on an earlier visit is silent.
 */
import type { FileEntry } from "../../../session/state.ts";

const MOST_A_RUN = 3;

export class LoudFailures {
  #failed: ReadonlySet<string> | null = null;
  #loud: ReadonlySet<string> = new Set();
  #busy = false;
  #saidInRun = 0;

  /** The same set while nothing of it changes. */
  update(files: readonly FileEntry[]): ReadonlySet<string> {
    const failed = new Set<string>();
    const loud = new Set<string>();
    if (!this.#busy) this.#saidInRun = 0;
    for (const { id, state } of files) {
      if (state.phase !== "failed") continue;
      failed.add(id);
      if (this.#loud.has(id)) loud.add(id);
      else if (this.#failed !== null && !this.#failed.has(id) && this.#saidInRun < MOST_A_RUN) {
        this.#saidInRun++;
        loud.add(id);
      }
    }
    this.#busy = files.some(({ state }) => state.phase === "waiting" || state.phase === "running");
    this.#failed = failed;
    if (loud.size !== this.#loud.size || [...loud].some((id) => !this.#loud.has(id))) this.#loud = loud;
    return this.#loud;
  }
}
