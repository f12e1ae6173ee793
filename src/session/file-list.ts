/**
 * Owns the list of files: their entries in the store, the files themselves, their logits, and what is kept of them between
 * visits. Knows nothing of queues and models.
 */
import type { WindowPlan } from "../stream/protocol.ts";
import type { SourceFile } from "./actions.ts";
import { blankEntry, keptEntry, keyOf, toKept } from "./file-entry.ts";
import { FileScoring } from "./file-scoring.ts";
import type { ResultsStore } from "./results-store.ts";
import { notKeptText } from "./sentences.ts";
import type { FileEntry, Settings } from "./state.ts";
import { type EarshotStore, notify } from "./store.ts";

/** What belongs to an entry and not on a screen. */
export interface Job {
  readonly key: string;
  /** Null for a result of an earlier visit. */
  file: File | null;
  cancel: AbortController | null;
  scoring: FileScoring | null;
  /** The windows of `scoring`. */
  plan: WindowPlan | null;
}

export class FileList {
  readonly #store: EarshotStore;
  readonly #results: ResultsStore;
  readonly #jobs = new Map<string, Job>();
  #lastId = 0;

  constructor(store: EarshotStore, results: ResultsStore) {
    this.#store = store;
    this.#results = results;
    store.subscribe(({ settings }, { settings: before }) => {
      if (settings.activation !== before.activation || settings.clipMethod !== before.clipMethod) this.#showAllScores();
    });
  }

  job(id: string): Job | undefined {
    return this.#jobs.get(id);
  }

  entry(id: string): FileEntry | undefined {
    return this.#store.getState().files.find((file) => file.id === id);
  }

  /** The entry of this very file, if it is in the list. */
  find(source: SourceFile): FileEntry | undefined {
    const key = keyOf(source);
    for (const [id, job] of this.#jobs) if (job.key === key) return this.entry(id);
    return undefined;
  }

  append(sources: readonly SourceFile[]): FileEntry[] {
    const entries = sources.map((source) => {
      const id = this.#begin({ key: keyOf(source), file: source.file, cancel: null, scoring: null, plan: null });
      return blankEntry(id, source);
    });
    this.#store.setState(({ files }) => ({ files: [...files, ...entries] }));
    return entries;
  }

  /** Brings back what earlier visits kept. */
  async restore(): Promise<void> {
    const kept = await this.#results.list().catch((thrown: unknown) => {
      notify(this.#store, "info", notKeptText(thrown));
      return [];
    });
    const there = new Set([...this.#jobs.values()].map(({ key }) => key));
    const { settings } = this.#store.getState();
    const entries = kept
      .filter(({ key }) => !there.has(key))
      .map((file) => {
        const scoring = FileScoring.fromKept(file.logits);
        const id = this.#begin({ key: file.key, file: null, cancel: null, scoring, plan: file.plan });
        return { ...keptEntry(id, file), ...scoresOf(scoring, settings) };
      });
    this.#store.setState(({ files }) => ({ files: [...entries, ...files] }));
  }

  change(id: string, change: Partial<FileEntry>): void {
    this.#store.setState(({ files }) => ({
      files: files.map((file) => (file.id === id ? { ...file, ...change } : file)),
    }));
  }

  /** The entry's scores are those of its logits by the settings of now; with `more` changed at the same time. */
  showScores(id: string, scoring: FileScoring, more: Partial<FileEntry> = {}): void {
    this.change(id, { ...more, ...scoresOf(scoring, this.#store.getState().settings) });
  }

  /** Keeps a finished file's result for the next visit. */
  keep(id: string): void {
    const [entry, job] = [this.entry(id), this.#jobs.get(id)];
    if (!entry || !job?.plan || !job.scoring) return;
    void this.#told(this.#results.put(toKept(entry, job.key, job.plan, job.scoring)));
  }

  remove(id: string): void {
    const job = this.#jobs.get(id);
    this.#jobs.delete(id);
    this.#store.setState(({ files }) => ({ files: files.filter((file) => file.id !== id) }));
    if (job) void this.#told(this.#results.remove(job.key));
  }

  async removeAll(): Promise<void> {
    this.#jobs.clear();
    this.#store.setState({ files: [] });
    await this.#told(this.#results.clear());
  }

  #begin(job: Job): string {
    this.#lastId++;
    const id = `file-${this.#lastId}`;
    this.#jobs.set(id, job);
    return id;
  }

  async #told(work: Promise<void>): Promise<void> {
    await work.catch((thrown: unknown) => notify(this.#store, "info", notKeptText(thrown)));
  }

  #showAllScores(): void {
    const { settings } = this.#store.getState();
    this.#store.setState(({ files }) => ({
      files: files.map((file) => {
        const scoring = this.#jobs.get(file.id)?.scoring;
        return scoring ? { ...file, ...scoresOf(scoring, settings) } : file;
      }),
    }));
  }
}

function scoresOf(
  scoring: FileScoring,
  { activation, clipMethod }: Settings,
): Pick<FileEntry, "modelId" | "labels" | "activation" | "track" | "clip"> {
  return {
    modelId: scoring.model.id,
    labels: scoring.model.labels,
    activation: activation ?? scoring.model.activation,
    track: scoring.track(activation),
    clip: scoring.clip(activation, clipMethod),
  };
}
