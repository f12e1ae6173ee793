/**
 * Runs the files that wait, in their order. While the model hears the end of one, the next is opened and decoded, so that
 * short files do not wait for each other; never more are under way than the model takes at once: two in this page.
 */
import { asEarshotError, type EarshotError, type ErrorCode } from "../errors/earshot-error.ts";
import type { ModelRunner } from "../inference/model-runner.ts";
import type { WindowPlan } from "../stream/protocol.ts";
import type { StreamClient } from "../stream/stream-client.ts";
import { runFile } from "./file-job.ts";
import type { FileList } from "./file-list.ts";
import { FileProgress } from "./file-progress.ts";
import { Gate } from "./gate.ts";
import { QueueClock } from "./queue-clock.ts";
import { decodedOnPageText } from "./sentences.ts";
import type { FileEntry } from "./state.ts";
import { type EarshotStore, notify, problemOf } from "./store.ts";
import { samePlan, windowPlan } from "./window-plan.ts";

export interface FileRunnerOptions {
  readonly store: EarshotStore;
  readonly stream: StreamClient;
  readonly engine: () => ModelRunner | null;
  readonly list: FileList;
  /** A file is done. */
  readonly onDone: (id: string) => void;
  /** A file failed of what is wrong with the server, not with the file. */
  readonly onServerTrouble: (error: EarshotError) => void;
}

const WHOLE_SERVER: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "remote-token-refused",
  "remote-credits",
  "remote-no-model",
  "remote-busy",
  "remote-loading",
  "remote-failing",
  "remote-unreachable",
]);

interface Run {
  readonly id: string;
  readonly file: File;
  readonly engine: ModelRunner;
  readonly plan: WindowPlan;
  readonly cancel: AbortController;
}

export class FileRunner {
  readonly #options: FileRunnerOptions;
  readonly #gate = new Gate();
  readonly #clock: QueueClock;
  readonly #runs = new Map<string, Run>();
  #draining = false;
  /** Runs that are read to their end and still in the model, in their order. */
  readonly #inModel: Promise<void>[] = [];

  constructor(options: FileRunnerOptions) {
    this.#options = options;
    this.#clock = new QueueClock(options.store);
  }

  /** Runs what waits, if it is not at it already. */
  start(): void {
    void this.#drain();
  }

  /** Calls a run off; what its file's state is from now on, the caller says. */
  stop(id: string): void {
    this.#runs.get(id)?.cancel.abort();
    this.#runs.delete(id);
  }

  /** What is in the model ends; nothing new begins. */
  pause(): void {
    this.#gate.close();
  }

  resume(): void {
    this.#gate.reopen();
    this.start();
  }

  /** What another model, or this one on other windows, is scoring or has scored waits again, where its sound is here. */
  rerunStale(engine = this.#options.engine()): void {
    const { list } = this.#options;
    const stale = new Set(list.entries.filter((entry) => this.isStale(entry, engine)).map(({ id }) => id));
    for (const id of stale) this.stop(id);
    list.changeEach(({ id }) => (stale.has(id) ? { state: { phase: "waiting" } } : null));
    this.start();
  }

  isStale({ id, state }: FileEntry, engine = this.#options.engine()): boolean {
    const { list, store } = this.#options;
    if (engine === null || list.file(id) === null) return false;
    const wanted = windowPlan(engine.info, store.getState().settings);
    if (state.phase === "running") {
      const run = this.#runs.get(id);
      return run === undefined || run.engine !== engine || !samePlan(run.plan, wanted);
    }
    const scored = list.scored(id);
    if (state.phase !== "done" || scored === null) return state.phase === "done";
    const { model } = scored.scoring;
    return model.id !== engine.info.id || model.precision !== engine.info.precision || !samePlan(scored.plan, wanted);
  }

  async #drain(): Promise<void> {
    if (this.#draining) return;
    this.#draining = true;
    try {
      for (let run = this.#next(); run !== null; run = this.#next()) {
        const ended = await this.#untilRead(run);
        while (this.#inModel.length >= run.engine.filesAtOnce - 1) await this.#inModel.shift();
        this.#inModel.push(ended.promise);
      }
    } finally {
      this.#draining = false;
    }
  }

  #next(): Run | null {
    const { engine: current, list, store } = this.#options;
    const engine = current();
    if (engine === null || this.#gate.closed) return null;
    const id = list.entries.find(({ state }) => state.phase === "waiting")?.id;
    const file = id === undefined ? null : list.file(id);
    if (id === undefined || file === null) return null;
    const plan = windowPlan(engine.info, store.getState().settings);
    return { id, file, engine, plan, cancel: new AbortController() };
  }

  /** Resolves when all of the file's sound is with the model, or when it has come to another end. */
  #untilRead(run: Run): Promise<{ readonly promise: Promise<void> }> {
    return new Promise((resolve) => {
      const promise: Promise<void> = this.#run(run, () => resolve({ promise }));
    });
  }

  async #run(run: Run, onRead: () => void): Promise<void> {
    const { stream, list, store, onDone } = this.#options;
    const { id, file, engine, plan, cancel } = run;
    const { signal } = cancel;
    this.#runs.set(id, run);
    const clock = this.#clock.begin(file);
    const progress = new FileProgress(id, list, plan, clock.tell);
    const { onFacts, onOverview, onProgress } = progress;
    const onDecodedOnPage = () => notify(store, "info", decodedOnPageText(file.name));
    const events = { onFacts, onOverview, onProgress, onRead, onDecodedOnPage };
    try {
      const job = { file, plan, engine, stream, gate: this.#gate, signal, events };
      const { scoring, damage, durationS } = await runFile(job);
      if (signal.aborted) return;
      const state = { phase: "done", damage: damage && { code: damage.code, details: damage.details } } as const;
      list.showScored(id, { scoring, plan }, { ...progress.stop(), state, durationS });
      clock.tell(1);
      list.keep(id);
      onDone(id);
    } catch (thrown) {
      // A cancel by the person or by another model has already said what the file's state is.
      if (signal.aborted) return;
      const error = asEarshotError(thrown);
      const modelWentAway = error.code === "aborted";
      const state = modelWentAway
        ? ({ phase: "waiting" } as const)
        : ({ phase: "failed", problem: problemOf(thrown) } as const);
      list.change(id, { ...progress.stop(), state });
      // Others would fare no better: they wait until the person has seen to it.
      if (WHOLE_SERVER.has(error.code)) this.#options.onServerTrouble(error);
    } finally {
      progress.stop();
      clock.end();
      if (this.#runs.get(id) === run) this.#runs.delete(id);
      onRead();
    }
  }
}
