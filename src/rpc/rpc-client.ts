/**
 * Page side of the RPC. Owns one worker and every call that waits on it. Promises: an abort rejects at once; a worker
 * that dies rejects everything pending and every later call; nothing is ever left waiting.
 */
import { asEarshotError, EarshotError, fromPlainError } from "../errors/earshot-error.ts";
import { awaitDeath } from "./life.ts";
import type { CallName, Params, Progress, Protocol, Reply, Result, WorkerLike } from "./messages.ts";
import { waitPatiently } from "./patience.ts";

export interface CallOptions<T> {
  readonly signal?: AbortSignal | undefined;
  readonly transfer?: Transferable[];
  readonly onProgress?: (progress: T) => void;
  /** Milliseconds after which a silent worker counts as dead (`patience.ts`): it is ended and everything pending rejects. */
  readonly timeoutMs?: number;
}

interface Pending {
  settle(reply: Reply): void;
  reject(error: EarshotError): void;
}

export class RpcClient<P extends Protocol> {
  readonly #worker: WorkerLike;
  readonly #pending = new Map<number, Pending>();
  #nextId = 1;
  #death: EarshotError | null = null;
  #endWatch: () => void = () => {};
  onevent: ((event: P["event"]) => void) | null = null;
  /** Told once, when the worker died by itself (not by `terminate`). */
  ondeath: ((error: EarshotError) => void) | null = null;

  constructor(worker: WorkerLike) {
    this.#worker = worker;
    worker.onmessage = (event) => this.#receive(event.data);
    worker.onmessageerror = () => this.#die(new EarshotError("worker-died", "a message could not be read"));
    worker.onerror = (event) => {
      event.preventDefault?.();
      this.#die(new EarshotError("worker-died", event.message || "the worker stopped", { transient: true }));
    };
  }

  call<N extends CallName<P>>(
    name: N,
    params: Params<P, N>,
    options: CallOptions<Progress<P, N>> = {},
  ): Promise<Result<P, N>> {
    const { signal, transfer = [], onProgress, timeoutMs } = options;
    if (this.#death) return Promise.reject(this.#death);
    if (signal?.aborted) return Promise.reject(new EarshotError("aborted", "aborted before the call"));
    const id = this.#nextId++;
    return new Promise<Result<P, N>>((resolve, reject) => {
      const onAbort = () => finish(() => reject(new EarshotError("aborted", `${name} aborted`)));
      const endWait = timeoutMs === undefined ? null : waitPatiently(timeoutMs, () => this.#expire(name, timeoutMs));
      const finish = (settle: () => void) => {
        this.#pending.delete(id);
        endWait?.();
        signal?.removeEventListener("abort", onAbort);
        settle();
      };
      signal?.addEventListener("abort", onAbort, { once: true });
      this.#pending.set(id, {
        // The reply's payload has the type that the protocol gives the call's name: the one trust at the wire.
        settle: (reply) => {
          if (reply.kind === "progress") onProgress?.(reply.progress as Progress<P, N>);
          else if (reply.kind === "done") finish(() => resolve(reply.result as Result<P, N>));
          else if (reply.kind === "failed") finish(() => reject(fromPlainError(reply.error)));
        },
        reject: (error) => finish(() => reject(error)),
      });
      try {
        this.#worker.postMessage({ id, name, params }, transfer);
      } catch (thrown) {
        finish(() => reject(asEarshotError(thrown)));
      }
    });
  }

  /** Ends the worker and rejects what is pending. Idempotent. */
  terminate(reason = new EarshotError("aborted", "the worker was ended")): void {
    if (this.#death) return;
    this.#death = reason;
    this.#endWatch();
    this.#worker.terminate();
    for (const pending of [...this.#pending.values()]) pending.reject(reason);
  }

  get dead(): boolean {
    return this.#death !== null;
  }

  #receive(reply: Reply): void {
    if (reply.kind === "event") this.onevent?.(reply.event as P["event"]);
    else if (reply.kind === "alive") this.#watch(reply.lock);
    else this.#pending.get(reply.id)?.settle(reply);
  }

  #watch(lock: string): void {
    if (this.#death) return;
    const onDeath = () => this.#die(new EarshotError("worker-died", "the worker is gone", { transient: true }));
    this.#endWatch = awaitDeath(lock, onDeath);
  }

  #expire(name: string, timeoutMs: number): void {
    this.#die(new EarshotError("worker-timeout", `${name} gave no answer in ${timeoutMs} ms`, { transient: true }));
  }

  #die(error: EarshotError): void {
    if (this.#death) return;
    this.terminate(error);
    this.ondeath?.(error);
  }
}
