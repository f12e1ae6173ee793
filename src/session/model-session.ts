/**
 * Owns the one loaded model: gets its files, ends the old one's worker, opens the new engine, tells the store. The old model
 * runs on until the new one's files are all there: a model that cannot be had costs nothing. A choice made while another is on
 * its way aborts that one; a model that fails to load leaves no half-open engine behind.
 */
import type { EarshotError } from "../errors/earshot-error.ts";
import type { Hardware } from "../inference/backend-candidates.ts";
import { Engine } from "../inference/engine.ts";
import type { EngineEvent } from "../inference/engine-event.ts";
import type { StartWorker } from "../inference/model-worker.ts";
import type { ModelFiles } from "../models/model-files.ts";
import type { Precision } from "../models/precision.ts";
import { withId } from "./library-session.ts";
import type { Step, Wanted } from "./obtain-model.ts";
import { fellBackText, restartedText, sentenceFor } from "./sentences.ts";
import { type EarshotStore, notify, problemOf } from "./store.ts";
import type { TextStore } from "./text-store.ts";

export interface ModelSessionOptions {
  readonly store: EarshotStore;
  readonly obtain: (wanted: Wanted, signal: AbortSignal, onStep: (step: Step) => void) => Promise<ModelFiles>;
  readonly storage: TextStore;
  readonly startWorker: StartWorker;
  /** Asked once, before the first model. */
  readonly hardware: () => Promise<Hardware>;
}

export class ModelSession {
  readonly #options: ModelSessionOptions;
  readonly #hardware: Promise<Hardware>;
  #engine: Engine | null = null;
  #loading: AbortController | null = null;
  #wanted: Wanted | null = null;
  /** What the engine runs: it is wanted again when the next one could not be had. */
  #running: Wanted | null = null;
  /** Told when another model is ready to run. */
  onready: ((engine: Engine) => void) | null = null;

  constructor(options: ModelSessionOptions) {
    this.#options = options;
    this.#hardware = options.hardware();
  }

  /** The engine that runs now; null while none does. */
  get engine(): Engine | null {
    return this.#engine;
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
      const files = await this.#options.obtain(wanted, loading.signal, tell);
      if (loading.signal.aborted) return;
      this.#close();
      const bytes = files.externalData.reduce((sum, { data }) => sum + data.size, files.weights.size);
      tell({ step: "checking", loadedBytes: bytes, totalBytes: bytes });
      const engine = await this.#open(files, loading.signal);
      if (loading.signal.aborted) return engine.dispose();
      this.#engine = engine;
      this.#running = { modelId, precision: files.precision };
      this.#show(engine);
      this.onready?.(engine);
      void engine.considerWebGpu();
    } catch (thrown) {
      if (!loading.signal.aborted) this.#fail(modelId, withId(thrown, modelId));
    }
  }

  /** The last wanted model again, after a failure or a change of device. */
  async retry(): Promise<void> {
    if (this.#wanted !== null) await this.choose(this.#wanted.modelId, this.#wanted.precision);
  }

  dispose(): void {
    this.#loading?.abort();
    this.#close();
  }

  #close(): void {
    this.#engine?.dispose();
    this.#engine = null;
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

  #show(engine: Engine): void {
    const { store } = this.#options;
    store.setState({ engine: { phase: "ready", model: engine.info, backend: engine.report } });
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
