/**
 * Page side of the library. Owns the library's worker: starts it at the first call, and anew at the next call after it
 * died; downloads that ran in a dead worker are told as failed (what came so far is kept: `resume`). Promises: every call
 * is answered or rejected; a listener that was taken off hears nothing more.
 */
import { EarshotError, type PlainError, toPlainError } from "../errors/earshot-error.ts";
import type { ModelFiles } from "../models/model-files.ts";
import type { Precision } from "../models/precision.ts";
import type { MachineFacts, Preflight } from "../models/preflight.ts";
import type { CallName, Params, Result, WorkerLike } from "../rpc/messages.ts";
import { RpcClient } from "../rpc/rpc-client.ts";
import type { DiskFile, DownloadState, HubAccess, LibraryProtocol, Measured, StoredModel } from "./protocol.ts";

export type LibraryEvent = LibraryProtocol["event"];
export type LibraryList = LibraryProtocol["calls"]["list"]["result"];

export class LibraryClient {
  readonly #start: () => WorkerLike;
  readonly #listeners = new Set<(event: LibraryEvent) => void>();
  /** Downloads that the worker said are going on. */
  readonly #moving = new Map<string, DownloadState>();
  #rpc: RpcClient<LibraryProtocol> | null = null;
  #disposed = false;

  constructor(startWorker: () => WorkerLike) {
    this.#start = startWorker;
  }

  /** @returns a function that takes the listener off */
  listen(listener: (event: LibraryEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** @throws EarshotError `model-*`, `hub-*`, `aborted`; what merely cannot run is a `refusal` of the answer */
  check(reference: string, hub: HubAccess, machine: MachineFacts, signal?: AbortSignal): Promise<Preflight> {
    return this.#call("check", { reference, hub, machine }, signal);
  }

  /** Ends when the model is stored whole. A `pause` or `cancel` ends it as `aborted`. */
  download(preflight: Preflight, precision: Precision, hub: HubAccess): Promise<StoredModel> {
    return this.#call("download", { preflight, precision, hub });
  }

  resume(key: string, hub: HubAccess): Promise<StoredModel> {
    return this.#call("resume", { key, hub });
  }

  async pause(key: string): Promise<void> {
    await this.#call("pause", { key });
  }

  async cancel(key: string): Promise<void> {
    await this.#call("cancel", { key });
  }

  importFiles(name: string, files: readonly DiskFile[], machine: MachineFacts): Promise<StoredModel> {
    return this.#call("importFiles", { name, files, machine });
  }

  list(): Promise<LibraryList> {
    return this.#call("list", null);
  }

  open(key: string, signal?: AbortSignal): Promise<ModelFiles> {
    return this.#call("open", { key }, signal);
  }

  async measured(key: string, measured: Measured): Promise<void> {
    await this.#call("measured", { key, measured });
  }

  async remove(key: string): Promise<void> {
    await this.#call("remove", { key });
  }

  /** Asks the browser never to clear this site's storage by itself. A browser may ask the person, or refuse unasked. */
  async persist(): Promise<boolean> {
    const persisted = (await navigator.storage?.persist?.()) ?? false;
    if (persisted) this.#tell({ kind: "stored-changed" });
    return persisted;
  }

  dispose(): void {
    this.#disposed = true;
    this.#listeners.clear();
    this.#moving.clear();
    this.#rpc?.terminate();
    this.#rpc = null;
  }

  #call<N extends CallName<LibraryProtocol>>(
    name: N,
    params: Params<LibraryProtocol, N>,
    signal?: AbortSignal,
  ): Promise<Result<LibraryProtocol, N>> {
    if (this.#disposed) return Promise.reject(new EarshotError("aborted", "the library was closed"));
    return this.#worker().call(name, params, { signal });
  }

  #worker(): RpcClient<LibraryProtocol> {
    if (this.#rpc) return this.#rpc;
    const rpc = new RpcClient<LibraryProtocol>(this.#start());
    rpc.onevent = (event) => {
      this.#remember(event);
      this.#tell(event);
    };
    rpc.ondeath = (error) => {
      this.#rpc = null;
      this.#tellBroken(toPlainError(error));
    };
    this.#rpc = rpc;
    return rpc;
  }

  #remember(event: LibraryEvent): void {
    if (event.kind === "download-over") this.#moving.delete(event.key);
    if (event.kind !== "download") return;
    const { state } = event;
    if (state.phase === "running" || state.phase === "checking") this.#moving.set(state.key, state);
    else this.#moving.delete(state.key);
  }

  #tellBroken(problem: PlainError): void {
    const broken = [...this.#moving.values()];
    this.#moving.clear();
    for (const state of broken) {
      this.#tell({ kind: "download", state: { ...state, phase: "failed", bytesPerS: 0, leftS: null, problem } });
    }
  }

  #tell(event: LibraryEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }
}
