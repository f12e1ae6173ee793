/**
 * The queue of files: one at a time through the model, each with its own state, progress, cancel and error. Another
 * model, window or hop runs the done ones again; another function, aggregation or rule for events does not.
 */
import { asEarshotError, type EarshotError } from "../errors/earshot-error.ts";
import type { Engine } from "../inference/engine.ts";
import type { StreamClient } from "../stream/stream-client.ts";
import type { SourceFile } from "./actions.ts";
import { type FileJobEvents, runFile } from "./file-job.ts";
import { FileList, type Job } from "./file-list.ts";
import { Gate } from "./gate.ts";
import { QueueClock } from "./queue-clock.ts";
import type { ResultsStore } from "./results-store.ts";
import { alreadyThereText, decodedOnPageText } from "./sentences.ts";
import type { FileEntry } from "./state.ts";
import { type EarshotStore, notify, problemOf } from "./store.ts";
import { samePlan, windowPlan } from "./window-plan.ts";

export interface FileSessionOptions {
  readonly store: EarshotStore;
  readonly stream: StreamClient;
  readonly engine: () => Engine | null;
  readonly results: ResultsStore;
}

/** Progress reaches the screen at most this often. */
const SHOW_EVERY_MS = 150;

export class FileSession {
  readonly #options: FileSessionOptions;
  readonly #list: FileList;
  readonly #gate = new Gate();
  readonly #clock: QueueClock;
  #running = false;
  /** The person picked what is selected; until then the first good file is. */
  #picked = false;

  constructor(options: FileSessionOptions) {
    this.#options = options;
    this.#list = new FileList(options.store, options.results);
    this.#clock = new QueueClock(options.store);
    options.store.subscribe(({ settings }, { settings: before }) => {
      if (settings.hopShare !== before.hopShare || settings.windowS !== before.windowS) this.#runStale();
    });
  }

  /** Brings back what earlier visits kept. */
  async restore(): Promise<void> {
    await this.#list.restore();
    this.#selectGood(this.#options.store.getState().files[0]?.id);
  }

  add(sources: readonly SourceFile[]): void {
    const { store } = this.#options;
    const fresh: SourceFile[] = [];
    let alreadyThere = 0;
    for (const source of sources) {
      const entry = this.#list.find(source);
      if (entry === undefined) fresh.push(source);
      else if (!this.#giveSoundBack(entry, source.file)) alreadyThere++;
    }
    if (alreadyThere > 0) notify(store, "info", alreadyThereText(alreadyThere));
    const [first] = this.#list.append(fresh);
    this.#selectGood(first?.id);
    void this.#drain();
  }

  cancel(id: string): void {
    this.#list.job(id)?.cancel?.abort();
    if (isGoing(this.#list.entry(id))) this.#list.change(id, { state: { phase: "cancelled" } });
  }

  cancelAll(): void {
    const { store } = this.#options;
    const going = store.getState().files.filter(isGoing);
    // The list first: when the running one ends, nothing must be left to begin.
    store.setState(({ files }) => ({
      files: files.map((file) => (isGoing(file) ? { ...file, state: { phase: "cancelled" } } : file)),
    }));
    for (const { id } of going) this.#list.job(id)?.cancel?.abort();
    this.resume();
  }

  /** What is in the model ends; nothing new begins. */
  pause(): void {
    this.#gate.close();
    this.#options.store.setState(({ queue }) => ({ queue: { ...queue, paused: true } }));
  }

  resume(): void {
    this.#options.store.setState(({ queue }) => ({ queue: { ...queue, paused: false } }));
    this.#gate.reopen();
    void this.#drain();
  }

  run(id: string): void {
    const job = this.#list.job(id);
    if (!job?.file) return;
    job.cancel?.abort();
    this.#list.change(id, { state: { phase: "waiting" } });
    void this.#drain();
  }

  remove(id: string): void {
    this.cancel(id);
    this.#list.remove(id);
    const { store } = this.#options;
    const { files, selectedFileId } = store.getState();
    if (selectedFileId === id) store.setState({ selectedFileId: files[0]?.id ?? null });
  }

  async removeAll(): Promise<void> {
    this.cancelAll();
    this.#picked = false;
    this.#options.store.setState({ selectedFileId: null });
    await this.#list.removeAll();
  }

  select(id: string): void {
    this.#picked = true;
    if (this.#list.job(id)) this.#options.store.setState({ selectedFileId: id });
  }

  /** The file itself; null for a result of an earlier visit, and once it was removed. */
  file(id: string): File | null {
    return this.#list.job(id)?.file ?? null;
  }

  /** @param labels by path; null forgets a label, a path that is not named keeps its own. */
  setTrueLabels(labels: ReadonlyMap<string, string | null>): void {
    this.#options.store.setState(({ files }) => ({
      files: files.map((file) => {
        const trueLabel = labels.get(file.path);
        return trueLabel === undefined || trueLabel === file.trueLabel ? file : { ...file, trueLabel };
      }),
    }));
  }

  /** A model is ready: what another one scored or a dead one dropped is scored again, and what waited begins. */
  useEngine(engine: Engine): void {
    for (const { id, state } of this.#options.store.getState().files) {
      const wasModel = state.phase === "failed" && /^(worker|backend)-/.test(state.problem.code);
      if (wasModel) this.#list.change(id, { state: { phase: "waiting" } });
    }
    this.#runStale(engine);
  }

  /** What another model, or this one on other windows, is scoring or has scored waits again, where its sound is here. */
  #runStale(engine = this.#options.engine()): void {
    if (!engine) return;
    for (const entry of this.#options.store.getState().files) {
      const going = entry.state.phase === "running";
      if (!going && !(entry.state.phase === "done" && this.#isStale(entry, engine))) continue;
      if (!this.#list.job(entry.id)?.file) continue;
      this.#list.job(entry.id)?.cancel?.abort();
      this.#list.change(entry.id, { state: { phase: "waiting" } });
    }
    void this.#drain();
  }

  #isStale({ id, modelId }: FileEntry, engine: Engine): boolean {
    const plan = this.#list.job(id)?.plan;
    const wanted = windowPlan(engine.info, this.#options.store.getState().settings);
    return modelId !== engine.info.id || !plan || !samePlan(plan, wanted);
  }

  async #drain(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    try {
      for (;;) {
        const engine = this.#options.engine();
        const next = this.#options.store.getState().files.find(({ state }) => state.phase === "waiting");
        const job = next && this.#list.job(next.id);
        if (!engine || !next || !job?.file || this.#gate.closed) return;
        await this.#run(next.id, job, job.file, engine);
      }
    } finally {
      this.#running = false;
      this.#clock.show();
    }
  }

  async #run(id: string, job: Job, file: File, engine: Engine): Promise<void> {
    const { store, stream } = this.#options;
    const cancel = new AbortController();
    const plan = windowPlan(engine.info, store.getState().settings);
    job.cancel = cancel;
    job.plan = plan;
    const progress = this.#clock.begin(file);
    this.#list.change(id, { state: { phase: "running", doneS: 0, durationS: null } });
    try {
      const events = this.#eventsOf(id, job, file, cancel.signal, progress);
      const { signal } = cancel;
      const { scoring, damage, durationS } = await runFile({
        file,
        plan,
        engine,
        stream,
        gate: this.#gate,
        signal,
        events,
      });
      if (signal.aborted) return;
      job.scoring = scoring;
      this.#list.showScores(id, scoring, {
        state: { phase: "done", damage: damage && problemOfPlain(damage) },
        durationS,
      });
      progress(1);
      this.#list.keep(id);
      this.#selectGood(id);
    } catch (thrown) {
      // A cancel by the person or by another model has already said what the file's state is.
      if (cancel.signal.aborted) return;
      const modelWentAway = asEarshotError(thrown).code === "aborted";
      this.#list.change(id, {
        state: modelWentAway ? { phase: "waiting" } : { phase: "failed", problem: problemOf(thrown) },
      });
    } finally {
      if (job.cancel === cancel) job.cancel = null;
    }
  }

  #eventsOf(id: string, job: Job, file: File, signal: AbortSignal, progress: (share: number) => void): FileJobEvents {
    let durationS: number | null = null;
    let shownMs = 0;
    return {
      onFacts: (facts) => {
        durationS = facts.durationS;
        this.#list.change(id, { ...facts });
      },
      onOverview: (overview) => this.#list.change(id, { overview }),
      onProgress: (scoring) => {
        const nowMs = performance.now();
        if (nowMs - shownMs < SHOW_EVERY_MS || signal.aborted) return;
        shownMs = nowMs;
        job.scoring = scoring;
        this.#list.showScores(id, scoring, { state: { phase: "running", doneS: scoring.coveredS, durationS } });
        if (durationS) progress(scoring.coveredS / durationS);
      },
      onDecodedOnPage: () => notify(this.#options.store, "info", decodedOnPageText(file.name)),
    };
  }

  /** True where the file was missing its sound or its result, and now goes on. */
  #giveSoundBack(entry: FileEntry, file: File): boolean {
    const job = this.#list.job(entry.id);
    if (!job) return false;
    const engine = this.#options.engine();
    const missing = job.file === null;
    const over = entry.state.phase === "failed" || entry.state.phase === "cancelled";
    job.file = file;
    if (missing) this.#list.change(entry.id, { hasSound: true });
    const stale = missing && engine !== null && this.#isStale(entry, engine);
    if (over || stale) this.#list.change(entry.id, { state: { phase: "waiting" } });
    return missing || over;
  }

  /** The first file that was dropped may be a bad one: a good one is shown instead, unless the person picked. */
  #selectGood(id: string | undefined): void {
    const { store } = this.#options;
    const { selectedFileId } = store.getState();
    const phase = selectedFileId === null ? undefined : this.#list.entry(selectedFileId)?.state.phase;
    const good = phase === "waiting" || phase === "running" || phase === "done";
    if (id !== undefined && !good && !(this.#picked && phase !== undefined)) store.setState({ selectedFileId: id });
  }
}

function isGoing(file: FileEntry | undefined): boolean {
  return file?.state.phase === "waiting" || file?.state.phase === "running";
}

function problemOfPlain({ code, details }: Pick<EarshotError, "code" | "details">): {
  code: typeof code;
  details: typeof details;
} {
  return { code, details };
}
