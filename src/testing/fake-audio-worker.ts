/** An audio worker that has already decoded every file: gives as many silent windows as asked, on credit. */
import type { PlainError } from "../errors/earshot-error.ts";
import type { WorkerLike } from "../rpc/messages.ts";
import { packWindows as packWindowsOf } from "../signal/window-pack.ts";
import type { StreamEvent, StreamRequest } from "../stream/protocol.ts";

export interface FakeFile {
  readonly windows: number;
  readonly error?: PlainError;
}

export class FakeAudioWorker implements WorkerLike {
  onmessage: ((event: MessageEvent) => void) | null = null;
  onmessageerror: ((event: MessageEvent) => void) | null = null;
  onerror: ((event: ErrorEvent) => void) | null = null;
  /** Names of the files that were opened, in order. */
  readonly opened: string[] = [];
  readonly #files: Record<string, FakeFile>;
  readonly #open = new Map<
    number,
    { request: Extract<StreamRequest, { kind: "open-file" }>; sent: number; credit: number }
  >();

  constructor(files: Record<string, FakeFile>) {
    this.#files = files;
  }

  postMessage(request: StreamRequest): void {
    setImmediate(() => this.#take(request)); // As a thread would: the page gets its turn in between.
  }

  terminate(): void {
    this.#open.clear();
  }

  #take(request: StreamRequest): void {
    if (request.kind === "close") this.#open.delete(request.id);
    if (request.kind === "open-file") this.#begin(request);
    const stream = this.#open.get(request.id);
    if (request.kind === "credit" && stream) {
      stream.credit += request.packs;
      this.#send(request.id);
    }
  }

  #begin(request: Extract<StreamRequest, { kind: "open-file" }>): void {
    const { id, file } = request;
    this.opened.push(nameOf(file));
    const error = this.#files[nameOf(file)]?.error;
    if (error) {
      this.#say({ kind: "failed", id, error });
      return;
    }
    this.#open.set(id, { request, sent: 0, credit: 0 });
    const facts = { sourceRateHz: 44_100, channels: 2, durationS: 1, codec: "pcm-s16" };
    this.#say({ kind: "opened", id, facts });
  }

  #send(id: number): void {
    const stream = this.#open.get(id);
    if (!stream) return;
    const { plan, file, packWindows } = stream.request;
    const total = this.#files[nameOf(file)]?.windows ?? 0;
    while (stream.credit > 0 && stream.sent < total) {
      stream.credit--;
      const windows = Array.from({ length: Math.min(packWindows, total - stream.sent) }, () => {
        const startSample = stream.sent++ * plan.hopSamples;
        return { startSample, samples: new Float32Array(plan.windowSamples), validSamples: plan.windowSamples };
      });
      this.#say({ kind: "pack", id, pack: packWindowsOf(windows) });
    }
    if (stream.sent < total) return;
    this.#open.delete(id);
    this.#say({ kind: "ended", id, totalSamples: total * plan.hopSamples, totalFrames: 1, damage: null });
  }

  #say(event: StreamEvent): void {
    setImmediate(() => this.onmessage?.(new MessageEvent("message", { data: event })));
  }
}

function nameOf(file: Blob): string {
  return file instanceof File ? file.name : "";
}
