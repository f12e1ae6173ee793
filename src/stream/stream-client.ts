/**
 * Page side of the audio worker: opens streams and hears their events. One worker serves all streams; when it dies every
 * open stream fails with `worker-died` and the next open starts a new one.
 */
import { decodingCancelled, throwIfAborted } from "../capture/decoding-cancelled.ts";
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

/** Which part of a file is drawn, s, and how finely. */
export interface PicturePart {
  readonly fromS: number;
  readonly toS: number;
  readonly columns: number;
  readonly bins: number;
}

export type PictureEvent = Extract<StreamEvent, { kind: "picture-columns" | "picture-ended" }>;

export interface RangeSound {
  readonly sampleRateHz: number;
  readonly channels: readonly Float32Array<ArrayBuffer>[];
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
    return this.#open(listen, fail, (id) => [{ kind: "open-live", id, plan, captureRateHz, port }, [port]]);
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
    return this.#open(listen, fail, (id) => [{ kind: "open-file", id, plan, file, packWindows, decoding }, decoding]);
  }

  /** The spectrogram of a part; see `spectral-picture.ts`. Columns come in order, in parts, as they are made. */
  openPicture(
    file: Blob,
    part: PicturePart,
    listen: (event: PictureEvent) => void,
    fail: (error: EarshotError) => void,
  ): Pick<OpenStream, "close"> {
    const hear: StreamListener = (event) => {
      if (event.kind === "picture-columns" || event.kind === "picture-ended") listen(event);
    };
    return this.#open(hear, fail, (id) => [{ kind: "open-picture", id, file, ...part }, []]);
  }

  /**
   * The sound of a part at the file's own rate, all channels: less than asked where the file ends before `toS`.
   * Errors: those of decoding, `part-too-long` (over 10 minutes), `worker-died`, `aborted`.
   */
  async readRange(file: Blob, fromS: number, toS: number, signal: AbortSignal): Promise<RangeSound> {
    throwIfAborted(signal);
    let stop = (): void => {};
    try {
      return await new Promise<RangeSound>((resolve, reject) => {
        const hear: StreamListener = (event) => {
          if (event.kind === "pcm") resolve({ sampleRateHz: event.sampleRateHz, channels: event.channels });
        };
        const stream = this.#open(hear, reject, (id) => [{ kind: "read-range", id, file, fromS, toS }, []]);
        stop = () => {
          stream.close();
          reject(decodingCancelled(signal));
        };
        signal.addEventListener("abort", stop, { once: true });
      });
    } finally {
      signal.removeEventListener("abort", stop);
    }
  }

  terminate(): void {
    this.#die(new EarshotError("aborted", "the worker was ended"));
  }

  #open(
    listen: StreamListener,
    fail: (error: EarshotError) => void,
    request: (id: number) => [StreamRequest, Transferable[]],
  ): OpenStream {
    const id = this.#nextId++;
    const worker = this.#ensureWorker();
    this.#listeners.set(id, { listen, fail });
    worker.postMessage(...request(id));
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
