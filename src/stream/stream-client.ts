/**
 * Page side of the audio worker: opens streams and hears their events. One worker serves all streams; when it dies every
 * open stream fails with `worker-died` and the next open starts a new one.
 */
import { lendDecoder } from "../capture/lend-decoder.ts";
import { EarshotError, fromPlainError } from "../errors/earshot-error.ts";
import type { WorkerLike } from "../rpc/messages.ts";
import type { StreamEvent, StreamRequest, WindowPlan } from "./protocol.ts";

/** Events of one stream; `id` has done its work. */
export type StreamListener = (event: StreamEvent) => void;

export interface OpenStream {
  replan(plan: WindowPlan): void;
  /** The same windows, another hop. */
  rehop(hopSamples: number): void;
  /** Files only: lets the worker send this many packs more. */
  grant(packs: number): void;
  close(): void;
}

/** After these nothing more comes. */
const LAST_EVENTS: readonly StreamEvent["kind"][] = ["failed", "ended", "picture-ended", "pcm"];

export class StreamClient {
  readonly #start: () => WorkerLike;
  readonly #listeners = new Map<number, { listen: StreamListener; fail: (error: EarshotError) => void }>();
  #worker: WorkerLike | null = null;
  #nextId = 1;

  constructor(startWorker: () => WorkerLike) {
    this.#start = startWorker;
  }

  openLive(
    port: MessagePort,
    captureRateHz: number,
    plan: WindowPlan,
    listen: StreamListener,
    fail: (error: EarshotError) => void,
  ): OpenStream {
    return this.open(listen, fail, (id) => ({ kind: "open-live", id, plan, captureRateHz, port }), [port]);
  }

  /** @param packWindows windows that travel together */
  openFile(
    file: Blob,
    plan: WindowPlan,
    packWindows: number,
    listen: StreamListener,
    fail: (error: EarshotError) => void,
  ): OpenStream {
    const decoding = lendDecoder();
    return this.open(listen, fail, (id) => ({ kind: "open-file", id, plan, file, packWindows, decoding }), decoding);
  }

  /** A stream by its request; `file-parts.ts` has others. @param transfer what of the request is handed over */
  open(
    listen: StreamListener,
    fail: (error: EarshotError) => void,
    request: (id: number) => StreamRequest,
    transfer: Transferable[],
  ): OpenStream {
    const id = this.#nextId++;
    const worker = this.#ensureWorker();
    this.#listeners.set(id, { listen, fail });
    worker.postMessage(request(id), transfer);
    const post = (message: StreamRequest) => {
      if (this.#listeners.has(id)) worker.postMessage(message, []);
    };
    return {
      replan: (plan) => post({ kind: "replan", id, plan }),
      rehop: (hopSamples) => post({ kind: "rehop", id, hopSamples }),
      grant: (packs) => post({ kind: "credit", id, packs }),
      close: () => {
        post({ kind: "close", id });
        this.#listeners.delete(id);
      },
    };
  }

  terminate(): void {
    this.#die(new EarshotError("aborted", "the worker was ended"));
  }

  #ensureWorker(): WorkerLike {
    if (this.#worker) return this.#worker;
    const worker = this.#start();
    worker.onmessage = ({ data }) => this.#receive(data);
    worker.onmessageerror = () => this.#die(new EarshotError("worker-died", "a message could not be read"));
    worker.onerror = (event) => {
      event.preventDefault?.();
      this.#die(new EarshotError("worker-died", event.message || "the worker stopped", { transient: true }));
    };
    this.#worker = worker;
    return worker;
  }

  #receive(event: StreamEvent): void {
    const stream = this.#listeners.get(event.id);
    if (!stream) return; // Closed meanwhile.
    if (LAST_EVENTS.includes(event.kind)) this.#listeners.delete(event.id);
    if (event.kind === "failed") stream.fail(fromPlainError(event.error));
    else stream.listen(event);
  }

  #die(error: EarshotError): void {
    this.#worker?.terminate();
    this.#worker = null;
    const open = [...this.#listeners.values()];
    this.#listeners.clear();
    for (const { fail } of open) fail(error);
  }
}
