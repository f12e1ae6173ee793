/**
 * The queue of files: one at a time through the model, each with its own state, progress, cancel and error. Another
 * model runs the done ones again; another function or top-k does not.
 */
import { asEarshotError } from "../errors/earshot-error.ts";
import type { Engine } from "../inference/engine.ts";
import type { StreamClient } from "../stream/stream-client.ts";
import { runFile } from "./file-job.ts";
import type { FileScoring } from "./file-scoring.ts";
import { decodedOnPageText } from "./sentences.ts";
import type { FileEntry } from "./state.ts";
import { type EarshotStore, notify, problemOf } from "./store.ts";

export interface FileSessionOptions {
  readonly store: EarshotStore;
  readonly stream: StreamClient;
  readonly engine: () => Engine | null;
}

interface Job {
  readonly file: File;
  cancel: AbortController | null;
  scoring: FileScoring | null;
}

/** Progress reaches the screen at most this often. */
const SHOW_EVERY_MS = 150;

export class FileSession {
  readonly #options: FileSessionOptions;
  readonly #jobs = new Map<string, Job>();
  #running = false;
  #lastId = 0;

  constructor(options: FileSessionOptions) {
    this.#options = options;
    options.store.subscribe(({ settings }, before) => {
      const changed = settings.activation !== before.settings.activation || settings.topK !== before.settings.topK;
      if (changed) for (const [id, job] of this.#jobs) this.#showScores(id, job);
    });
  }

  add(files: readonly File[]): void {
    const entries = files.map((file): FileEntry => {
      this.#lastId++;
      const id = `file-${this.#lastId}`;
      this.#jobs.set(id, { file, cancel: null, scoring: null });
      const unknown = { modelId: null, sourceRateHz: null, channels: null, durationS: null };
      return {
        id,
        name: file.name,
        sizeBytes: file.size,
        ...unknown,
        state: { phase: "waiting" },
        windows: [],
        clip: [],
      };
    });
    const { store } = this.#options;
    const selectedFileId = store.getState().selectedFileId ?? entries[0]?.id ?? null;
    store.setState((state) => ({ files: [...state.files, ...entries], selectedFileId }));
    void this.#drain();
  }

  cancel(id: string): void {
    const job = this.#jobs.get(id);
    job?.cancel?.abort();
    const { state } = this.#entry(id) ?? {};
    if (state?.phase === "waiting" || state?.phase === "running") this.#change(id, { state: { phase: "cancelled" } });
  }

  remove(id: string): void {
    this.cancel(id);
    this.#jobs.delete(id);
    const { store } = this.#options;
    store.setState((state) => {
      const files = state.files.filter((file) => file.id !== id);
      const selectedFileId = state.selectedFileId === id ? (files[0]?.id ?? null) : state.selectedFileId;
      return { files, selectedFileId };
    });
  }

  select(id: string): void {
    if (this.#jobs.has(id)) this.#options.store.setState({ selectedFileId: id });
  }

  blob(id: string): Blob | null {
    return this.#jobs.get(id)?.file ?? null;
  }

  /** A model is ready: what another one scored or a dead one dropped is scored again, and what waited begins. */
  useEngine(engine: Engine): void {
    for (const { id, modelId, state } of this.#options.store.getState().files) {
      if (state.phase === "running") this.#jobs.get(id)?.cancel?.abort();
      const stale = modelId !== null && modelId !== engine.info.id && state.phase !== "cancelled";
      const wasModel = state.phase === "failed" && /^(worker|backend)-/.test(state.problem.code);
      if (stale || wasModel || state.phase === "running") this.#change(id, { state: { phase: "waiting" } });
    }
    void this.#drain();
  }

  async #drain(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    try {
      for (;;) {
        const engine = this.#options.engine();
        const next = this.#options.store.getState().files.find(({ state }) => state.phase === "waiting");
        if (!engine || !next) return;
        await this.#run(next.id, engine);
      }
    } finally {
      this.#running = false;
    }
  }

  async #run(id: string, engine: Engine): Promise<void> {
    const job = this.#jobs.get(id);
    if (!job) return;
    const cancel = new AbortController();
    job.cancel = cancel;
    let durationS: number | null = null;
    let shownMs = 0;
    this.#change(id, { state: { phase: "running", doneS: 0, durationS: null }, modelId: engine.info.id });
    try {
      const result = await runFile({
        file: job.file,
        engine,
        stream: this.#options.stream,
        signal: cancel.signal,
        events: {
          onFacts: (facts) => {
            durationS = facts.durationS;
            this.#change(id, { sourceRateHz: facts.sourceRateHz, channels: facts.channels, durationS });
          },
          onProgress: (scoring) => {
            const nowMs = performance.now();
            if (nowMs - shownMs < SHOW_EVERY_MS || cancel.signal.aborted) return;
            shownMs = nowMs;
            job.scoring = scoring;
            this.#change(id, { state: { phase: "running", doneS: scoring.coveredS, durationS } });
            this.#showScores(id, job);
          },
          onDecodedOnPage: () => notify(this.#options.store, "info", decodedOnPageText(job.file.name)),
        },
      });
      if (cancel.signal.aborted) return;
      job.scoring = result.scoring;
      const damage = result.damage && { code: result.damage.code, details: result.damage.details };
      this.#change(id, { state: { phase: "done", damage }, durationS: result.durationS });
      this.#showScores(id, job);
    } catch (thrown) {
      // A cancel by the person or by another model has already said what the file's state is.
      if (cancel.signal.aborted) return;
      const modelWentAway = asEarshotError(thrown).code === "aborted";
      this.#change(id, {
        state: modelWentAway ? { phase: "waiting" } : { phase: "failed", problem: problemOf(thrown) },
      });
    } finally {
      job.cancel = null;
    }
  }

  #showScores(id: string, { scoring }: Job): void {
    const { settings } = this.#options.store.getState();
    if (scoring) this.#change(id, { windows: scoring.windows(settings), clip: scoring.clip(settings) });
  }

  #entry(id: string): FileEntry | undefined {
    return this.#options.store.getState().files.find((file) => file.id === id);
  }

  #change(id: string, change: Partial<FileEntry>): void {
    this.#options.store.setState(({ files }) => ({
      files: files.map((file) => (file.id === id ? { ...file, ...change } : file)),
    }));
  }
}
