/** What the list of files keeps between visits: brought back in portions, told once where nothing can be kept. */
import { FileScoring } from "./file-scoring.ts";
import type { KeptFile } from "./kept-file.ts";
import type { ResultsStore } from "./results-store.ts";
import { notKeptText } from "./sentences.ts";
import { type EarshotStore, notify } from "./store.ts";

export interface KeptResult {
  readonly kept: KeptFile;
  readonly scoring: FileScoring;
}

/** Work between two pauses in which the page can answer and draw. */
const PORTION_MS = 25;

export class KeptResults {
  readonly #store: EarshotStore;
  readonly #results: ResultsStore;
  #saidNotKept = false;
  /** Ends portions that were overtaken by `clear`. */
  #cleared = false;

  constructor(store: EarshotStore, results: ResultsStore) {
    this.#store = store;
    this.#results = results;
  }

  /** All that earlier visits kept. Silent where nothing can be read: that nothing is kept is told when it matters. */
  async *portions(): AsyncGenerator<KeptResult[], void, undefined> {
    let portion: KeptResult[] = [];
    let begunMs = performance.now();
    try {
      for await (const kept of this.#results.each()) {
        const scoring = FileScoring.fromKept(kept.logits);
        scoring.track(this.#store.getState().settings.activation); // The heavy part, now rather than all at once.
        portion.push({ kept, scoring });
        if (performance.now() - begunMs < PORTION_MS) continue;
        if (this.#cleared) return;
        yield portion;
        portion = [];
        await new Promise((resolve) => setTimeout(resolve));
        begunMs = performance.now();
      }
    } catch {
      // What came so far stays.
    }
    if (!this.#cleared) yield portion;
  }

  async put(file: KeptFile): Promise<void> {
    await this.#told(this.#results.put(file));
  }

  async remove(key: string): Promise<void> {
    await this.#told(this.#results.remove(key));
  }

  async clear(): Promise<void> {
    this.#cleared = true;
    await this.#told(this.#results.clear());
  }

  /** What cannot be kept is said once, and again only after something could. */
  async #told(work: Promise<void>): Promise<void> {
    try {
      await work;
      this.#saidNotKept = false;
    } catch (thrown) {
      if (!this.#saidNotKept) notify(this.#store, "info", notKeptText(thrown));
      this.#saidNotKept = true;
    }
  }
}
