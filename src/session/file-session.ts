/**
 * The queue of files as the person has it in hand: each file with its own state, progress, cancel and error. Another
 * model, window or hop runs the done ones again; another function, aggregation or rule for events does not.
 */
import type { EarshotError } from "../errors/earshot-error.ts";
import type { ModelRunner } from "../inference/model-runner.ts";
import type { StreamClient } from "../stream/stream-client.ts";
import type { SourceFile } from "./actions.ts";
import { FileChoice } from "./file-choice.ts";
import { type KeyedFile, withKeys } from "./file-entry.ts";
import { FileList } from "./file-list.ts";
import { FileRunner } from "./file-runner.ts";
import type { ResultsStore } from "./results-store.ts";
import { alreadyThereText, sentenceFor } from "./sentences.ts";
import { queuePausedText } from "./server-sentences.ts";
import type { FileEntry, FileState } from "./state.ts";
import { type EarshotStore, notify, problemOf } from "./store.ts";

export interface FileSessionOptions {
  readonly store: EarshotStore;
  readonly stream: StreamClient;
  readonly engine: () => ModelRunner | null;
  readonly results: ResultsStore;
}

const WAITING = { state: { phase: "waiting" } } as const;
const CANCELLED = { state: { phase: "cancelled" } } as const;

export class FileSession {
  readonly #store: EarshotStore;
  readonly #list: FileList;
  readonly #choice: FileChoice;
  readonly #runner: FileRunner;

  constructor({ store, stream, engine, results }: FileSessionOptions) {
    this.#store = store;
    this.#list = new FileList(store, results);
    this.#choice = new FileChoice(store);
    const onDone = (id: string) => this.#choice.offer(id);
    const onServerTrouble = (error: EarshotError) => {
      this.pause();
      notify(store, "error", queuePausedText(sentenceFor(problemOf(error)).what));
    };
    this.#runner = new FileRunner({ store, stream, engine, list: this.#list, onDone, onServerTrouble });
    store.subscribe(({ settings }, { settings: before }) => {
      if (settings.hopShare !== before.hopShare || settings.windowS !== before.windowS) this.#runner.rerunStale();
    });
  }

  /** Brings back what earlier visits kept. */
  async restore(): Promise<void> {
    await this.#list.restore(() => this.#choice.offer(this.#list.entries[0]?.id));
    this.#runner.rerunStale();
  }

  /** A file that is in the list and lacks its sound or a result goes on; one that lacks neither is told, not taken twice. */
  add(sources: readonly SourceFile[]): void {
    const fresh: KeyedFile[] = [];
    const goingOn = new Set<string>();
    let alreadyThere = 0;
    for (const keyed of withKeys(sources)) {
      const entry = this.#list.find(keyed.key);
      if (entry === undefined) fresh.push(keyed);
      else if (entry.hasSound && !isOver(entry.state)) alreadyThere++;
      else {
        goingOn.add(entry.id);
        this.#list.giveSound(entry.id, keyed.file);
      }
    }
    this.#list.changeEach((entry) => {
      if (!goingOn.has(entry.id)) return null;
      const again = isOver(entry.state) || this.#runner.isStale(entry);
      return { hasSound: true, ...(again ? WAITING : {}) };
    });
    if (alreadyThere > 0) notify(this.#store, "info", alreadyThereText(alreadyThere));
    const [first] = this.#list.append(fresh);
    this.#choice.offer(first?.id);
    this.#runner.start();
  }

  cancel(id: string): void {
    this.#runner.stop(id);
    this.#list.changeEach((file) => (file.id === id && isGoing(file) ? CANCELLED : null));
  }

  cancelAll(): void {
    const going = this.#list.entries.filter(isGoing);
    // The list first: when the running one ends, nothing must be left to begin.
    this.#list.changeEach((file) => (isGoing(file) ? CANCELLED : null));
    for (const { id } of going) this.#runner.stop(id);
    this.resume();
  }

  /** What is in the model ends; nothing new begins. */
  pause(): void {
    this.#runner.pause();
    this.#showPaused(true);
  }

  resume(): void {
    this.#showPaused(false);
    this.#runner.resume();
  }

  run(id: string): void {
    if (this.#list.file(id) === null) return;
    this.#runner.stop(id);
    this.#list.change(id, WAITING);
    this.#runner.start();
  }

  remove(id: string): void {
    this.#runner.stop(id);
    this.#list.remove(id);
    this.#choice.leave(id);
  }

  async removeAll(): Promise<void> {
    this.cancelAll();
    this.#choice.forget();
    await this.#list.removeAll();
  }

  select(id: string): void {
    this.#choice.pick(id);
  }

  /** The file itself; null for a result of an earlier visit, and once it was removed. */
  file(id: string): File | null {
    return this.#list.file(id);
  }

  /** @param labels by path; null forgets a label, a path that is not named keeps its own. */
  setTrueLabels(labels: ReadonlyMap<string, string | null>): void {
    const changed: string[] = [];
    this.#list.changeEach(({ id, path, trueLabel: before }) => {
      const trueLabel = labels.get(path);
      if (trueLabel === undefined || trueLabel === before) return null;
      changed.push(id);
      return { trueLabel };
    });
    for (const id of changed) this.#list.keep(id);
  }

  /** A model is ready: what another one scored or a dead one dropped is scored again, and what waited begins. */
  useEngine(engine: ModelRunner): void {
    this.#list.changeEach(({ state }) => (wasModel(state) ? WAITING : null));
    this.#runner.rerunStale(engine);
  }

  #showPaused(paused: boolean): void {
    const { queue } = this.#store.getState();
    if (paused !== queue.paused) this.#store.setState({ queue: { ...queue, paused } });
  }
}

function isGoing({ state }: FileEntry): boolean {
  return state.phase === "waiting" || state.phase === "running";
}

function isOver({ phase }: FileState): boolean {
  return phase === "failed" || phase === "cancelled";
}

function wasModel(state: FileState): boolean {
  return state.phase === "failed" && /^(worker|backend|remote)-/.test(state.problem.code);
}
