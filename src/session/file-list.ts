/**
 * Owns the list of files: their entries in the store, the files themselves, their logits, and what is kept of them between
 * visits. Knows nothing of queues and models.
 */
import type { WindowPlan } from "../stream/protocol.ts";
import { blankEntry, type KeyedFile, keptFacts, scoresOf, toKept } from "./file-entry.ts";
import type { FileScoring } from "./file-scoring.ts";
import { type KeptResult, KeptResults } from "./kept-results.ts";
import type { ResultsStore } from "./results-store.ts";
import type { FileEntry } from "./state.ts";
import type { EarshotStore } from "./store.ts";

/** Logits and the windows that they are of. */
export interface Scored {
  readonly scoring: FileScoring;
  readonly plan: WindowPlan;
}

/** What belongs to an entry and not on a screen. */
interface Job {
  readonly key: string;
  /** Null for a result of an earlier visit. */
  file: File | null;
  scored: Scored | null;
}

export class FileList {
  readonly #store: EarshotStore;
  readonly #kept: KeptResults;
  readonly #jobs = new Map<string, Job>();
  readonly #idsByKey = new Map<string, string>();
  #lastId = 0;

  constructor(store: EarshotStore, results: ResultsStore) {
    this.#store = store;
    this.#kept = new KeptResults(store, results);
    store.subscribe(({ settings }, { settings: before }) => {
      if (settings.activation !== before.activation || settings.clipMethod !== before.clipMethod) this.#showAllScores();
    });
  }

  get entries(): readonly FileEntry[] {
    return this.#store.getState().files;
  }

  entry(id: string): FileEntry | undefined {
    return this.entries.find((file) => file.id === id);
  }

  /** The file itself; null for a result of an earlier visit, and once it was removed. */
  file(id: string): File | null {
    return this.#jobs.get(id)?.file ?? null;
  }

  scored(id: string): Scored | null {
    return this.#jobs.get(id)?.scored ?? null;
  }

  /** The entry of this very file, if it is in the list. */
  find(key: string): FileEntry | undefined {
    const id = this.#idsByKey.get(key);
    return id === undefined ? undefined : this.entry(id);
  }

  append(files: readonly KeyedFile[]): FileEntry[] {
    const entries = files.map((added) => blankEntry(this.#begin(added.key, added.file, null), added));
    if (entries.length > 0) this.#store.setState(({ files }) => ({ files: [...files, ...entries] }));
    return entries;
  }

  giveSound(id: string, file: File): void {
    const job = this.#jobs.get(id);
    if (job) job.file = file;
  }

  change(id: string, change: Partial<FileEntry>): void {
    this.changeEach((file) => (file.id === id ? change : null));
  }

  /** All at once: one change of the store, however many files. Null leaves a file as it is. */
  changeEach(changeOf: (file: FileEntry) => Partial<FileEntry> | null): void {
    let changed = false;
    const files = this.entries.map((file) => {
      const change = changeOf(file);
      changed ||= change !== null;
      return change === null ? file : { ...file, ...change };
    });
    if (changed) this.#store.setState({ files });
  }

  /** The entry's scores are those of these logits by the settings of now; with `more` changed at the same time. */
  showScored(id: string, scored: Scored, more: Partial<FileEntry>): void {
    const job = this.#jobs.get(id);
    if (!job) return;
    const scores = scoresOf(scored.scoring, this.#store.getState().settings); // Throws where a model's logits are no numbers.
    job.scored = scored;
    this.change(id, { ...more, ...scores });
  }

  /** Keeps a finished file's result for the next visit. */
  keep(id: string): void {
    const [entry, job] = [this.entry(id), this.#jobs.get(id)];
    if (entry?.state.phase !== "done" || !job?.scored) return;
    void this.#kept.put(toKept(entry, job.key, job.scored.plan, job.scored.scoring));
  }

  /** Brings back what earlier visits kept. What was added meanwhile and still waits takes its kept result. */
  async restore(onPortion: () => void): Promise<void> {
    const restored = new Set<string>();
    for await (const portion of this.#kept.portions()) {
      const entries = portion.flatMap((result) => this.#takeBack(result) ?? []);
      const at = this.entries.findIndex(({ id }) => !restored.has(id));
      const [before, after] = at < 0 ? [this.entries, []] : [this.entries.slice(0, at), this.entries.slice(at)];
      for (const { id } of entries) restored.add(id);
      if (entries.length > 0) this.#store.setState({ files: [...before, ...entries, ...after] });
      onPortion();
    }
  }

  remove(id: string): void {
    const job = this.#jobs.get(id);
    this.#jobs.delete(id);
    if (job) this.#idsByKey.delete(job.key);
    this.#store.setState(({ files }) => ({ files: files.filter((file) => file.id !== id) }));
    if (job) void this.#kept.remove(job.key);
  }

  async removeAll(): Promise<void> {
    this.#jobs.clear();
    this.#idsByKey.clear();
    this.#store.setState({ files: [] });
    await this.#kept.clear();
  }

  #begin(key: string, file: File | null, scored: Scored | null): string {
    this.#lastId++;
    const id = `file-${this.#lastId}`;
    this.#jobs.set(id, { key, file, scored });
    this.#idsByKey.set(key, id);
    return id;
  }

  /** A new entry, or null where the file is in the list already. */
  #takeBack({ kept, scoring }: KeptResult): FileEntry | null {
    const scored = { scoring, plan: kept.plan };
    const facts = keptFacts(kept);
    const there = this.find(kept.key);
    if (there === undefined) {
      const scores = scoresOf(scoring, this.#store.getState().settings);
      return { id: this.#begin(kept.key, null, scored), ...facts, ...scores, hasSound: false };
    }
    const trueLabel = there.trueLabel ?? kept.trueLabel;
    if (there.state.phase === "waiting") this.showScored(there.id, scored, { ...facts, trueLabel });
    return null;
  }

  #showAllScores(): void {
    const { settings } = this.#store.getState();
    this.changeEach(({ id }) => {
      const scored = this.scored(id);
      return scored === null ? null : scoresOf(scored.scoring, settings);
    });
  }
}
