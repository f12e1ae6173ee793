/**
 * Models for calls of the Hub's API: the page's engine where it runs the one that is asked for, else an engine of their own,
 * one at a time. What the person sees and uses stays as it is, and nothing is downloaded: that is asked for on Models only.
 */
import { ApiError } from "../api/api-error.ts";
import type { Engine } from "../inference/engine.ts";
import type { LibraryClient } from "../library/library-client.ts";
import { isEmbedded } from "../models/locations.ts";
import type { ModelFiles } from "../models/model-files.ts";
import type { ModelInfo } from "../models/model-info.ts";
import { formatReference, parseReference } from "../models/reference.ts";
import type { EarshotStore } from "./store.ts";

export interface ApiModelsOptions {
  readonly store: EarshotStore;
  /** The page's own. */
  readonly engine: () => Engine | null;
  readonly client: Pick<LibraryClient, "list" | "open">;
  /** Files of a model inside the app. */
  readonly fetchEmbedded: (id: string, signal: AbortSignal) => Promise<ModelFiles>;
  /** @param onGone told when nothing is left that runs it */
  readonly openEngine: (files: ModelFiles, signal: AbortSignal, onGone: () => void) => Promise<Engine>;
}

export type ModelState =
  | { readonly id: string; readonly state: "ready"; readonly info: ModelInfo }
  | { readonly id: string; readonly state: "loading" | "not-loaded" };

interface OwnEngine {
  readonly id: string;
  readonly closing: AbortController;
  readonly opening: Promise<Engine>;
  opened: Engine | null;
}

export class ApiModels {
  readonly #options: ApiModelsOptions;
  #own: OwnEngine | null = null;

  constructor(options: ApiModelsOptions) {
    this.#options = options;
  }

  /** By what it is known here. @throws ApiError 404 where it is not on this machine, 503 while it is being downloaded */
  async find(asked: string): Promise<string> {
    const id = knownAs(asked);
    if (isEmbedded(id) || this.#pageEngine(id) || (await this.#storedKey(id)) !== null) return id;
    if (this.#isComing(id)) throw new ApiError(503, `"${id}" is being downloaded.`, 5);
    throw notHere(id);
  }

  /** Opens nothing. @throws ApiError 404 */
  async state(asked: string): Promise<ModelState> {
    const id = knownAs(asked);
    const own = this.#own?.id === id ? this.#own : null;
    const running = this.#pageEngine(id) ?? own?.opened;
    if (running) return { id, state: "ready", info: running.info };
    if (own || this.#isComing(id)) return { id, state: "loading" };
    await this.find(asked);
    return { id, state: "not-loaded" };
  }

  /** The page's where it runs or loads this model. @throws EarshotError `model-*`, `backend-*`; what `gone` was aborted with */
  async engine(id: string, gone: AbortSignal): Promise<Engine> {
    await this.#untilPageLoaded(id, gone);
    return this.#pageEngine(id) ?? this.ownEngine(id);
  }

  /** Beside the page's. It stays open for the next call. */
  async ownEngine(id: string): Promise<Engine> {
    if (this.#own?.id !== id) {
      this.close();
      this.#own = this.#open(id);
    }
    const own = this.#own;
    try {
      own.opened = await own.opening;
      return own.opened;
    } catch (thrown) {
      if (this.#own === own) this.#own = null;
      throw thrown;
    }
  }

  /** Frees what is open beside the page's engine. */
  close(): void {
    this.#own?.closing.abort();
    this.#own?.opening.then((engine) => engine.dispose()).catch(() => {}); // Told to who waited for it.
    this.#own = null;
  }

  #open(id: string): OwnEngine {
    const closing = new AbortController();
    const opening = (async () => {
      const files = await this.#filesOf(id, closing.signal);
      return this.#options.openEngine(files, closing.signal, () => this.#own?.closing === closing && this.close());
    })();
    return { id, closing, opening, opened: null };
  }

  async #filesOf(id: string, signal: AbortSignal): Promise<ModelFiles> {
    const { client, fetchEmbedded } = this.#options;
    if (isEmbedded(id)) return fetchEmbedded(id, signal);
    const key = await this.#storedKey(id);
    if (key === null) throw notHere(id); // Removed meanwhile.
    return client.open(key, signal);
  }

  /** Of the precisions that are stored, the one used last. */
  async #storedKey(id: string): Promise<string | null> {
    const { models } = await this.#options.client.list();
    const [stored] = models.filter((one) => one.id === id).sort((a, b) => b.lastUsedAtMs - a.lastUsedAtMs);
    return stored?.key ?? null;
  }

  #pageEngine(id: string): Engine | null {
    const engine = this.#options.engine();
    return engine?.info.id === id ? engine : null;
  }

  #isComing(id: string): boolean {
    const { engine, coming } = this.#options.store.getState();
    return this.#isPageLoading(id) || (coming !== null && engine.phase === "ready" && isSame(coming.modelId, id));
  }

  #isPageLoading(id: string): boolean {
    const { engine } = this.#options.store.getState();
    return engine.phase === "loading" && isSame(engine.modelId, id);
  }

  async #untilPageLoaded(id: string, gone: AbortSignal): Promise<void> {
    const { store } = this.#options;
    if (!this.#isPageLoading(id)) return;
    let stop = () => {};
    await new Promise<void>((resolve, reject) => {
      stop = store.subscribe(() => !this.#isPageLoading(id) && resolve());
      gone.addEventListener("abort", () => reject(gone.reason), { once: true });
    }).finally(() => stop());
  }
}

function notHere(id: string): ApiError {
  return new ApiError(404, `"${id}" is not on this machine. Download it in Earshot first, on the screen Models.`);
}

/** By what the library and the engine name it. @throws EarshotError `model-reference-invalid` */
function knownAs(asked: string): string {
  return isEmbedded(asked) ? asked : formatReference(parseReference(asked));
}

function isSame(typed: string, id: string): boolean {
  try {
    return knownAs(typed) === id;
  } catch {
    return false; // What the person typed is no model's name.
  }
}
