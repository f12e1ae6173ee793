/**
 * The library as the screens see it: what is stored, what comes, what was asked of the Hub, kept in step with the library's
 * worker. Promises: a failure of what the person started is said once, where it is missed; a check that is overtaken by
 * another is called off. Deliberately doesn't: open engines (`model-session.ts`).
 */
import { asEarshotError, EarshotError } from "../errors/earshot-error.ts";
import type { Engine } from "../inference/engine.ts";
import type { LibraryClient, LibraryEvent } from "../library/library-client.ts";
import { modelKey } from "../library/model-key.ts";
import type { DiskFile, DownloadState, StoredModel } from "../library/protocol.ts";
import { type FolderFile, onnxFolder } from "../models/onnx-folder.ts";
import type { Precision } from "../models/precision.ts";
import type { MachineFacts, Preflight } from "../models/preflight.ts";
import { activate } from "../scores/activation.ts";
import type { HubSettings } from "./hub-settings.ts";
import type { LibraryState } from "./library-state.ts";
import { downloadedText, sentenceFor } from "./sentences.ts";
import { type EarshotStore, notify, problemOf } from "./store.ts";

export interface LibrarySessionOptions {
  readonly store: EarshotStore;
  readonly client: LibraryClient;
  readonly hub: HubSettings;
  readonly machine: () => Promise<MachineFacts>;
}

export class LibrarySession {
  readonly #options: LibrarySessionOptions;
  readonly #stopListening: () => void;
  #checking: AbortController | null = null;
  #reading: Promise<void> | null = null;
  #stale = false;

  constructor(options: LibrarySessionOptions) {
    this.#options = options;
    this.#stopListening = options.client.listen((event) => this.#hear(event));
  }

  dispose(): void {
    this.#checking?.abort();
    this.#stopListening();
    this.#options.client.dispose();
  }

  /** Reads what is there; calls that come while it reads share one more reading. Never rejects. */
  refresh(): Promise<void> {
    if (this.#reading) {
      this.#stale = true;
      return this.#reading;
    }
    this.#reading = this.#readAll().finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  async check(reference: string): Promise<void> {
    this.forgetCheck();
    const checking = new AbortController();
    this.#checking = checking;
    this.#set({ check: { phase: "checking", reference } });
    try {
      const preflight = await this.ask(reference, checking.signal);
      if (!checking.signal.aborted) this.#set({ check: { phase: "ready", preflight } });
    } catch (thrown) {
      if (checking.signal.aborted) return;
      this.#set({ check: { phase: "failed", reference, problem: problemOf(withId(thrown, reference)) } });
    }
  }

  forgetCheck(): void {
    this.#checking?.abort();
    this.#set({ check: { phase: "idle" } });
  }

  /** @throws EarshotError */
  async ask(reference: string, signal: AbortSignal): Promise<Preflight> {
    const { client, hub, machine } = this.#options;
    return client.check(reference, hub.access, await machine(), signal);
  }

  /** What was checked, stored; null where it did not come to that, which was said. */
  async download(precision: Precision): Promise<StoredModel | null> {
    const { check } = this.#library;
    if (check.phase !== "ready") return null;
    const { client, hub } = this.#options;
    const { preflight } = check;
    this.forgetCheck(); // Its row among the downloads takes its place.
    return this.#told(preflight.id, client.download(preflight, precision, hub.access));
  }

  resume(key: string): Promise<StoredModel | null> {
    const id = this.#library.downloads.find((download) => download.key === key)?.id ?? key;
    return this.#told(id, this.#options.client.resume(key, this.#options.hub.access));
  }

  pause(key: string): Promise<void> {
    return this.#saidIfFailed(this.#options.client.pause(key));
  }

  cancel(key: string): Promise<void> {
    return this.#saidIfFailed(this.#options.client.cancel(key));
  }

  async remove(key: string): Promise<void> {
    await this.#saidIfFailed(this.#options.client.remove(key));
    await this.refresh();
  }

  /** @throws EarshotError */
  async openOnnxFolder(key: string): Promise<FolderFile[]> {
    const model = this.#library.stored?.find((one) => one.key === key);
    if (!model?.madeFrom) throw new EarshotError("model-not-found", "not made here", { details: { id: key } });
    const { graph, commit, files, licence } = model.madeFrom;
    const baseModel = model.source === "hub" ? model.id.replace(/@.*$/, "") : null;
    return onnxFolder(await this.#options.client.open(key), graph, { baseModel, commit, files, licence });
  }

  /** What a model that is stored here does, now that it runs. Never rejects: what cannot be kept is measured again. */
  async measured({ info, report, golden }: Pick<Engine, "info" | "report" | "golden">): Promise<void> {
    if (info.source === "embedded") return;
    const scores = [...(info.output.is === "scores" ? golden : activate(golden, info.activation))];
    const { windowMs, chosen } = report;
    const key = modelKey(info.id, info.precision);
    await this.#options.client.measured(key, { windowMs, device: chosen.device, scores }).catch(() => {});
  }

  async keepStorage(): Promise<void> {
    await this.#saidIfFailed(this.#options.client.persist());
    await this.refresh();
  }

  /** Null where it could not be taken, which is said at its place. */
  async importFiles(name: string, files: readonly DiskFile[]): Promise<StoredModel | null> {
    this.#set({ importing: { phase: "reading", name } });
    try {
      const { client, machine } = this.#options;
      const model = await client.importFiles(name, files, await machine());
      this.#set({ importing: { phase: "idle" } });
      return model;
    } catch (thrown) {
      this.#set({ importing: { phase: "failed", name, problem: problemOf(withId(thrown, name)) } });
      return null;
    }
  }

  forgetImport(): void {
    this.#set({ importing: { phase: "idle" } });
  }

  get #library(): LibraryState {
    return this.#options.store.getState().library;
  }

  #set(change: Partial<LibraryState>): void {
    this.#options.store.setState(({ library }) => ({ library: { ...library, ...change } }));
  }

  async #readAll(): Promise<void> {
    try {
      do {
        this.#stale = false;
        const { models, downloads, storage } = await this.#options.client.list();
        this.#set({ stored: models, downloads, storage });
      } while (this.#stale);
    } catch (thrown) {
      // A library that cannot be read is as good as an empty one; what it was needed for says why it failed.
      if (asEarshotError(thrown).code !== "aborted") this.#set({ stored: this.#library.stored ?? [] });
    }
  }

  #hear(event: LibraryEvent): void {
    const { downloads } = this.#library;
    switch (event.kind) {
      case "download":
        this.#set({ downloads: withDownload(downloads, event.state) });
        return;
      case "download-over":
        this.#set({ downloads: downloads.filter(({ key }) => key !== event.key) });
        return;
      case "stored-changed":
        void this.refresh();
        return;
      default:
        event satisfies never;
    }
  }

  async #told(id: string, coming: Promise<StoredModel>): Promise<StoredModel | null> {
    const { store } = this.#options;
    try {
      const model = await coming;
      await this.refresh();
      notify(store, "info", downloadedText(model));
      return model;
    } catch (thrown) {
      const error = withId(thrown, id);
      // A pause or a cancel is what the person wanted.
      if (error.code !== "aborted") say(store, error);
      return null;
    }
  }

  async #saidIfFailed(wish: Promise<unknown>): Promise<void> {
    try {
      await wish;
    } catch (thrown) {
      const error = asEarshotError(thrown);
      if (error.code !== "aborted") say(this.#options.store, error);
    }
  }
}

/** In place of its former state, or at the end. */
function withDownload(downloads: readonly DownloadState[], state: DownloadState): readonly DownloadState[] {
  const known = downloads.some(({ key }) => key === state.key);
  return known ? downloads.map((one) => (one.key === state.key ? state : one)) : [...downloads, state];
}

/** Said by a notice, which is an alert on whatever screen is open. */
function say(store: EarshotStore, error: EarshotError): void {
  const { what, wayOn } = sentenceFor(problemOf(error));
  notify(store, "error", `${what} ${wayOn}`);
}

/** Every failure of a model names it. */
export function withId(thrown: unknown, id: string): EarshotError {
  const error = asEarshotError(thrown);
  const { code, message, transient, details } = error;
  return new EarshotError(code, message, { transient, details: { id, ...details }, cause: error });
}
