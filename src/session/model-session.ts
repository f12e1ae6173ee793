/**
 * Owns the one loaded model: fetches it, opens its engine, tells the store, and closes the old one. A choice made while
 * another is loading aborts that one; a model that fails to load leaves no half-open engine behind.
 */
import { asEarshotError, EarshotError } from "../errors/earshot-error.ts";
import type { Hardware } from "../inference/backend-candidates.ts";
import { Engine, type EngineEvent } from "../inference/engine.ts";
import type { StartWorker } from "../inference/model-worker.ts";
import { fetchModel } from "../models/fetch-model.ts";
import { locateModel, type Places } from "../models/locations.ts";
import type { ModelFiles } from "../models/model-files.ts";
import { fellBackText, restartedText, sentenceFor } from "./sentences.ts";
import type { TextStore } from "./settings.ts";
import { type EarshotStore, notify, problemOf } from "./store.ts";

export interface ModelSessionOptions {
  readonly store: EarshotStore;
  readonly places: Places;
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
  #wantedId: string | null = null;
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

  async choose(modelId: string): Promise<void> {
    const { store } = this.#options;
    this.#loading?.abort();
    const loading = new AbortController();
    this.#loading = loading;
    this.#wantedId = modelId;
    this.#close();
    try {
      const files = await this.#fetch(modelId, loading.signal);
      store.setState({
        engine: {
          phase: "loading",
          modelId,
          step: "checking",
          loadedBytes: files.weights.size,
          totalBytes: files.weights.size,
        },
      });
      const engine = await this.#open(files, loading.signal);
      if (loading.signal.aborted) return engine.dispose();
      this.#engine = engine;
      this.#show(engine);
      this.onready?.(engine);
      void engine.considerWebGpu();
    } catch (thrown) {
      if (loading.signal.aborted) return;
      const problem = problemOf(withModel(thrown, modelId));
      store.setState({ engine: { phase: "failed", modelId, problem } });
    }
  }

  /** The last wanted model again, after a failure or a change of device. */
  async retry(): Promise<void> {
    if (this.#wantedId !== null) await this.choose(this.#wantedId);
  }

  dispose(): void {
    this.#loading?.abort();
    this.#close();
  }

  #close(): void {
    this.#engine?.dispose();
    this.#engine = null;
  }

  async #fetch(modelId: string, signal: AbortSignal): Promise<ModelFiles> {
    const { store, places } = this.#options;
    store.setState({ engine: { phase: "loading", modelId, step: "files", loadedBytes: 0, totalBytes: null } });
    return fetchModel(locateModel(modelId, places), {
      signal,
      onProgress: ({ loadedBytes, totalBytes }) => {
        if (signal.aborted) return;
        store.setState({ engine: { phase: "loading", modelId, step: "files", loadedBytes, totalBytes } });
      },
    });
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
    this.#options.store.setState({ engine: { phase: "ready", model: engine.info, backend: engine.report } });
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
        store.setState({ engine: { phase: "failed", modelId: this.#wantedId ?? "", problem } });
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

/** Every failure of a model names it. */
function withModel(thrown: unknown, id: string): EarshotError {
  const error = asEarshotError(thrown);
  const { code, message, transient, details } = error;
  return new EarshotError(code, message, { transient, details: { id, ...details }, cause: error });
}
