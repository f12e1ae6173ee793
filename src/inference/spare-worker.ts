/**
 * One inference worker ahead of its model: its runtime (14 MB to compile) is made ready while the page draws and the model's
 * files come. Promises: whoever starts a worker for that backend gets it with all that it said so far; else a fresh one.
 */
import type { Backend } from "../models/model-info.ts";
import type { Reply, WorkerLike } from "../rpc/messages.ts";
import { sameBackend } from "./backend-candidates.ts";
import type { StartWorker } from "./model-worker.ts";

/** Below the first number that `RpcClient` gives to a call: it passes over the answer. */
const PREPARE_ID = 0;

export class SpareWorker {
  readonly #start: StartWorker;
  /** A model that came first has started its own. */
  #isLate = false;
  #spare: { readonly backend: Backend; readonly worker: HeldWorker } | null = null;

  constructor(start: StartWorker) {
    this.#start = start;
  }

  prepare(backend: Backend): void {
    if (this.#isLate) return;
    this.drop();
    const worker = new HeldWorker(this.#start(backend));
    this.#spare = { backend, worker };
    worker.postMessage({ id: PREPARE_ID, name: "prepare", params: { backend } }, []);
  }

  readonly start: StartWorker = (backend) => {
    const spare = this.#spare;
    this.#isLate = true;
    if (!spare || !sameBackend(spare.backend, backend)) return this.#start(backend);
    this.#spare = null;
    if (!spare.worker.spoilt) return spare.worker;
    spare.worker.terminate();
    return this.#start(backend);
  };

  /** Nobody will want it. */
  drop(): void {
    this.#spare?.worker.terminate();
    this.#spare = null;
  }
}

/** A worker that keeps what it is told until somebody listens. */
class HeldWorker implements WorkerLike {
  readonly #worker: WorkerLike;
  readonly #held: MessageEvent[] = [];
  /** It died, or could not get its runtime: the next may fare better. */
  spoilt = false;

  constructor(worker: WorkerLike) {
    this.#worker = worker;
    const spoil = () => {
      this.spoilt = true;
    };
    worker.onerror = spoil;
    worker.onmessageerror = spoil;
    worker.onmessage = (event: MessageEvent<Reply>) => {
      if (event.data.kind === "failed") spoil();
      this.#held.push(event);
    };
  }

  postMessage(message: unknown, transfer: Transferable[]): void {
    this.#worker.postMessage(message, transfer);
  }

  terminate(): void {
    this.#worker.terminate();
  }

  set onmessage(listener: WorkerLike["onmessage"]) {
    this.#worker.onmessage = listener;
    for (const event of this.#held.splice(0)) listener?.(event);
  }

  set onmessageerror(listener: WorkerLike["onmessageerror"]) {
    this.#worker.onmessageerror = listener;
  }

  set onerror(listener: WorkerLike["onerror"]) {
    this.#worker.onerror = listener;
  }
}
