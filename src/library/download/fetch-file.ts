/**
 * One file, from wherever its sink stands to the end: asks, reads, asks again for the rest when a connection breaks or stalls,
 * waits when the Hub asks for it. Promises: what is given back is the file's SHA-256, with length and hash as stated; a sink
 * that turned out wrong is emptied; on any other error the sink keeps what came.
 */
import { asEarshotError, EarshotError } from "../../errors/earshot-error.ts";
import type { HubAccess } from "../protocol.ts";
import { askFile, type FileAddress } from "./ask-file.ts";
import type { FileSink } from "./file-sink.ts";
import { type Patience, waitMs } from "./patience.ts";
import { sleep, withinStall } from "./waiting.ts";

export interface FileWish {
  readonly address: FileAddress;
  /** Null: not stated; the file is small (`SMALL_BYTES` at most) and always fetched whole. */
  readonly bytes: number | null;
  readonly sha256: string | null;
  /** Of what the sink holds already. */
  readonly etag: string | null;
}

export interface FileWatcher {
  /** The sink now holds so many bytes; `received` of them came just now. */
  onBytes(held: number, received: number): void;
  onEtag(etag: string | null): Promise<void>;
  /** What is waited for; null = it goes on. */
  onWait(problem: EarshotError | null): void;
}

export interface FetchContext {
  readonly hub: HubAccess;
  readonly patience: Patience;
  readonly send: typeof fetch;
  readonly signal: AbortSignal;
}

/** Files whose size nobody states are configuration. */
export const SMALL_BYTES = 10 << 20;

export async function fetchFile(
  wish: FileWish,
  sink: FileSink,
  watch: FileWatcher,
  context: FetchContext,
): Promise<string> {
  const run = new FileRun(wish, sink, watch, context);
  for (;;) {
    await run.begin();
    await run.toEnd();
    const hash = sink.hash();
    if (wish.sha256 === null || hash === wish.sha256) return hash;
    const { cameWhole } = run;
    await run.startAnew();
    // Else what lay there from before may be to blame: once more, whole.
    if (cameWhole) throw corrupt(wish, "hash");
  }
}

class FileRun {
  readonly #wish: FileWish;
  readonly #sink: FileSink;
  readonly #watch: FileWatcher;
  readonly #context: FetchContext;
  #etag: string | null;
  /** False once a host refused the header: its CORS may not allow it. */
  #sendsIfRange = true;
  /** True where nothing of what the sink holds is from an earlier run. */
  #cameWhole = true;

  constructor(wish: FileWish, sink: FileSink, watch: FileWatcher, context: FetchContext) {
    this.#wish = wish;
    this.#sink = sink;
    this.#watch = watch;
    this.#context = context;
    this.#etag = wish.etag;
  }

  get cameWhole(): boolean {
    return this.#cameWhole;
  }

  async begin(): Promise<void> {
    const { bytes } = this.#wish;
    if (this.#sink.bytes > 0 && (bytes === null || this.#sink.bytes > bytes)) await this.startAnew();
    this.#cameWhole = this.#sink.bytes === 0;
    this.#watch.onBytes(this.#sink.bytes, 0);
  }

  async toEnd(): Promise<void> {
    const { patience, signal } = this.#context;
    let inARow = 0;
    for (let failures = 0; !this.#isWhole(); ) {
      throwIfAborted(signal);
      const before = this.#sink.bytes;
      try {
        await this.#connect();
        if (this.#wish.bytes === null) return;
        if (!this.#isWhole()) throw this.#brokenOff();
      } catch (thrown) {
        throwIfAborted(signal);
        const error = asEarshotError(thrown);
        if (error.code === "model-corrupt") await this.startAnew();
        failures++;
        inARow = this.#sink.bytes > before ? 1 : inARow + 1;
        if (!error.transient || inARow >= patience.tries || failures >= patience.triesInAll) throw this.#named(error);
        await this.#wait(error, inARow);
      }
    }
  }

  async startAnew(): Promise<void> {
    await this.#sink.restart();
    this.#watch.onBytes(0, 0);
  }

  #isWhole(): boolean {
    return this.#wish.bytes !== null && this.#sink.bytes === this.#wish.bytes;
  }

  async #connect(): Promise<void> {
    const { hub, patience, send, signal } = this.#context;
    const connection = new AbortController();
    const abort = () => connection.abort();
    signal.addEventListener("abort", abort, { once: true });
    const { address, bytes: totalBytes } = this.#wish;
    const fromByte = totalBytes === null ? 0 : this.#sink.bytes;
    const ifRange = fromByte > 0 && this.#sendsIfRange ? this.#etag : null;
    try {
      const question = { address, hub, fromByte, ifRange, totalBytes, stallMs: patience.stallMs, send, connection };
      const answer = await askFile(question).catch((thrown) => {
        const { code, details } = asEarshotError(thrown);
        if (ifRange && code === "model-unreachable" && details.status === undefined) this.#sendsIfRange = false;
        throw thrown;
      });
      this.#watch.onWait(null);
      const passOver = answer.fromByte === 0 && this.#sink.passesOver ? this.#sink.bytes : 0;
      if (answer.fromByte === 0 && passOver === 0 && this.#sink.bytes > 0) await this.startAnew();
      if (answer.fromByte === 0 && passOver === 0) this.#cameWhole = true;
      if (answer.etag !== this.#etag) {
        this.#etag = answer.etag;
        await this.#watch.onEtag(answer.etag);
      }
      await this.#read(answer.body.getReader(), connection, passOver);
    } finally {
      signal.removeEventListener("abort", abort);
      connection.abort();
    }
  }

  async #read(
    reader: ReadableStreamDefaultReader<Uint8Array>,
    connection: AbortController,
    passOver: number,
  ): Promise<void> {
    const { stallMs } = this.#context.patience;
    const most = this.#wish.bytes ?? SMALL_BYTES;
    let toPass = passOver;
    for (;;) {
      const step = await withinStall(reader.read(), stallMs, () => connection.abort()).catch((cause) => {
        throw cause instanceof EarshotError ? cause : this.#brokenOff(cause);
      });
      if (step.done) return;
      throwIfAborted(this.#context.signal);
      const fresh = step.value.subarray(Math.min(toPass, step.value.byteLength));
      toPass -= step.value.byteLength - fresh.byteLength;
      if (this.#sink.bytes + fresh.byteLength > most) throw corrupt(this.#wish, "length");
      if (fresh.byteLength > 0) await this.#sink.append(fresh);
      this.#watch.onBytes(this.#sink.bytes, step.value.byteLength);
    }
  }

  #named(error: EarshotError): EarshotError {
    const { address } = this.#wish;
    const details = { id: address.name, file: address.path, ...error.details };
    return new EarshotError(error.code, error.message, { transient: error.transient, details, cause: error });
  }

  #brokenOff(cause?: unknown): EarshotError {
    const { address, bytes } = this.#wish;
    const details = {
      id: address.name,
      file: address.path,
      loadedBytes: this.#sink.bytes,
      totalBytes: bytes ?? undefined,
    };
    return new EarshotError("model-incomplete", "the connection broke off", { transient: true, details, cause });
  }

  async #wait(error: EarshotError, failures: number): Promise<void> {
    const { patience, signal } = this.#context;
    const asked = error.code === "hub-busy" ? error.details.retryAfterS : undefined;
    if (typeof asked === "number" && asked > patience.longestRetryAfterS) throw error;
    const ms = typeof asked === "number" ? asked * 1000 : waitMs(failures, patience);
    const details = { ...error.details, waitS: ms / 1000 };
    this.#watch.onWait(new EarshotError(error.code, error.message, { transient: true, details }));
    await sleep(ms, signal);
  }
}

function corrupt({ address }: FileWish, reason: "hash" | "length"): EarshotError {
  const details = { id: address.name, file: address.path, reason };
  return new EarshotError("model-corrupt", `${address.path}: ${reason} is not as stated`, { details });
}

function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new EarshotError("aborted", "the download was stopped");
}
