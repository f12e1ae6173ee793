/**
 * Owns the one model in use: gets its files, ends the old one's worker, opens the new engine, tells the store; or opens one that
 * answers on a server. The old model runs on until the new one's files are all there, or its server has answered: a model that cannot be had costs nothing. A choice made while another is on
 * its way aborts that one; a model that fails to load leaves no half-open engine behind.
 */
import type { EarshotError } from "../errors/earshot-error.ts";
import type { Hardware } from "../inference/backend-candidates.ts";
import { Engine } from "../inference/engine.ts";
import type { EngineEvent } from "../inference/engine-event.ts";
import type { ModelRunner } from "../inference/model-runner.ts";
import type { StartWorker } from "../inference/model-worker.ts";
import type { ModelFiles } from "../models/model-files.ts";
import type { Precision } from "../models/precision.ts";
import { isServerId } from "../remote/server-place.ts";
import { withId } from "./library-session.ts";
import type { Step, Wanted } from "./obtain-model.ts";
import { fellBackText, restartedText, sentenceFor } from "./sentences.ts";
import { type EarshotStore, notify, problemOf } from "./store.ts";
import type { TextStore } from "./text-store.ts";

export interface ModelSessionOptions {
  readonly store: EarshotStore;
  readonly obtain: (wanted: Wanted, signal: AbortSignal, onStep: (step: Step) => void) => Promise<ModelFiles>;
  /** A model that answers on a server. */
  readonly openServer: (id: string, signal: AbortSignal) => Promise<ModelRunner>;
  readonly storage: TextStore;
  readonly startWorker: StartWorker;
  /** Asked once, before the first model. */
  readonly hardware: () => Promise<Hardware>;
}

export class ModelSession {
  readonly #options: ModelSessionOptions;
  readonly #hardware: Promise<Hardware>;
  #engine: ModelRunner | null = null;
  /** The same, where it runs in this page. */
  #local: Engine | null = null;
  #loading: AbortController | null = null;
  #wanted: Wanted | null = null;
  #lastLocal: Wanted | null = null;
  /** What the engine runs: it is wanted again when the next one could not be had. */
  #running: Wanted | null = null;
  /** Told when another model is ready to run. */
  onready: ((engine: ModelRunner) => void) | null = null;

  constructor(options: ModelSessionOptions) {
    this.#options = options;
    this.#hardware = options.hardware();
  }

  /** What runs now, here or on a server; null while nothing does. */
  get engine(): ModelRunner | null {
    return this.#engine;
  }

  /** What runs in this page; null while nothing does. */
  get localEngine(): Engine | null {
    return this.#local;
  }

  /** The last choice; another one is another object. */
  get wanted(): Wanted | null {
    return this.#wanted;
  }

  async choose(modelId: string, precision: Precision | null = null): Promise<void> {
    this.#loading?.abort();
    const loading = new AbortController();
    const wanted = { modelId, precision };
    this.#loading = loading;
    this.#wanted = wanted;
    const tell = (step: Step) => {
      if (!loading.signal.aborted) this.#tellStep(modelId, step);
    };
    try {
      if (isServerId(modelId)) await this.#chooseServer(modelId, loading.signal, tell);
      else await this.#chooseLocal(wanted, loading.signal, tell);
    } catch (thrown) {
      if (!loading.signal.aborted) this.#fail(modelId, withId(thrown, modelId));
    }
  }

  async #chooseLocal(wanted: Wanted, signal: AbortSignal, tell: (step: Step) => void): Promise<void> {
    const files = await this.#options.obtain(wanted, signal, tell);
    if (signal.aborted) return;
    this.#close();
    const bytes = files.externalData.reduce((sum, { data }) => sum + data.size, files.weights.size);
    tell({ step: "checking", loadedBytes: bytes, totalBytes: bytes });
    const engine = await this.#open(files, signal);
    if (signal.aborted) return engine.dispose();
    this.#local = engine;
    this.#lastLocal = { modelId: wanted.modelId, precision: files.precision };
    this.#take(engine, this.#lastLocal);
    void engine.considerWebGpu();
  }

  async #chooseServer(modelId: string, signal: AbortSignal, tell: (step: Step) => void): Promise<void> {
    tell({ step: "asking", loadedBytes: 0, totalBytes: null });
    const model = await this.#options.openServer(modelId, signal);
    if (signal.aborted) return model.dispose();
    this.#close();
    this.#take(model, { modelId, precision: null });
  }

  #take(engine: ModelRunner, running: Wanted): void {
    this.#engine = engine;
    this.#running = running;
    this.#options.store.setState({ coming: null });
    this.#show(engine);
    this.onready?.(engine);
  }

  /** The last wanted model again, after a failure or a change of device. */
  async retry(): Promise<void> {
    if (this.#wanted !== null) await this.choose(this.#wanted.modelId, this.#wanted.precision);
  }

  /** Nothing more is sent to a server from this moment on: the model that ran here before is opened again. */
  async comeBack(otherwise: string): Promise<void> {
    const { modelId, precision } = this.#lastLocal ?? { modelId: otherwise, precision: null };
    this.#loading?.abort();
    this.#close();
    await this.choose(modelId, precision);
  }

  dispose(): void {
    this.#loading?.abort();
    this.#close();
  }

  #close(): void {
    this.#engine?.dispose();
    this.#engine = null;
    this.#local = null;
    this.#running = null;
  }

  #tellStep(modelId: string, step: Step): void {
    const { store } = this.#options;
    if (this.#engine) store.setState({ coming: { modelId, ...step } });
    else store.setState({ engine: { phase: "loading", modelId, ...step }, coming: null });
  }

  /** With a model that runs on, the screens stay as they are and a notice says why; without one, its place says it. */
  #fail(modelId: string, error: EarshotError): void {
    const { store } = this.#options;
    const problem = problemOf(error);
    store.setState({ coming: null });
    if (!this.#engine) {
      store.setState({ engine: { phase: "failed", modelId, problem } });
      return;
    }
    this.#wanted = this.#running;
    if (error.code === "aborted") return; // A download that the person paused or cancelled.
    const { what, wayOn } = sentenceFor(problem);
    notify(store, "error", `${what} ${wayOn}`);
  }

  async #open(files: ModelFiles, signal: AbortSignal): Promise<Engine> {
    const { store, storage, startWorker } = this.#options;
    let engine: Engine | null = null;
    const options = {
      startWorker,
      memory: storage,
      hardware: await this.#hardware,
      device: store.getState().settings.device,
      onEvent: (event: EngineEvent) => this.#hear(event, engine),
    };
    engine = await Engine.open(files, options, signal);
    return engine;
  }

  #show(engine: ModelRunner): void {
    const { store } = this.#options;
    store.setState({ engine: { phase: "ready", model: engine.info, backend: engine.report } });
  }

  /** What a window takes on the server in use has changed. */
  refresh(): void {
    const { engine } = this.#options.store.getState();
    if (engine.phase === "ready" && this.#engine) {
      this.#options.store.setState({ engine: { ...engine, backend: this.#engine.report } });
    }
  }

  #hear(event: EngineEvent, engine: Engine | null): void {
    const { store } = this.#options;
    switch (event.kind) {
      case "fell-back":
        notify(store, "error", fellBackText(event.from, event.to, event.why));
        break;
      case "restarted":
        notify(store, "info", restartedText(event.backend));
        break;
      case "gone": {
        const problem = problemOf(event.error);
        notify(store, "error", sentenceFor(problem).what);
        store.setState({ engine: { phase: "failed", modelId: this.#running?.modelId ?? "", problem } });
        if (engine === this.#engine) this.#close(); // Files wait for the next one.
        return;
      }
      case "measured":
        break;
      default:
        event satisfies never;
    }
    if (engine && engine === this.#engine) this.#show(engine);
  }
}
