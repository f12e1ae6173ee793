/**
 * A live source on the audio worker: blocks come from the worklet by a port of their own, so that a busy page loses no
 * sound. Checks that every frame arrives: a gap is filled with silence (positions stay true) and told.
 */

import type { PcmChunk } from "../capture/pcm.ts";
import { EarshotError, toPlainError } from "../errors/earshot-error.ts";
import type { StreamEvent, StreamRequest } from "./protocol.ts";
import { WindowStream } from "./window-stream.ts";

/** A longer hole (a suspended context) is not filled: the stream goes on after it. */
const MOST_FILLED_S = 1;

export type Post = (event: StreamEvent, transfer?: Transferable[]) => void;

export class LiveIntake {
  readonly #id: number;
  readonly #post: Post;
  readonly #port: MessagePort;
  readonly #rateHz: number;
  readonly #stream: WindowStream;
  #nextFrame: number | null = null;
  #planNumber = 0;
  #failed = false;

  constructor(request: Extract<StreamRequest, { kind: "open-live" }>, post: Post) {
    this.#id = request.id;
    this.#post = post;
    this.#port = request.port;
    this.#rateHz = request.captureRateHz;
    this.#stream = new WindowStream(request.captureRateHz, request.plan, { display: true });
    this.#port.onmessage = ({ data }: MessageEvent<PcmChunk>) => this.#receive(data);
    post({
      kind: "opened",
      id: request.id,
      facts: { sourceRateHz: request.captureRateHz, channels: 0, durationS: null, codec: null },
    });
  }

  replan(plan: Parameters<WindowStream["replan"]>[0]): void {
    this.#planNumber++;
    this.#stream.replan(plan);
  }

  rehop(hopSamples: number): void {
    this.#stream.rehop(hopSamples);
  }

  close(): void {
    this.#port.onmessage = null;
    this.#port.close();
  }

  #receive(chunk: PcmChunk): void {
    if (this.#failed) return;
    try {
      this.#fillGap(chunk);
      this.#take(chunk.channels, chunk.capturedAtMs);
    } catch (thrown) {
      this.#failed = true;
      const error = new EarshotError("internal", `the sound could not be read: ${String(thrown)}`, { cause: thrown });
      this.#post({ kind: "failed", id: this.#id, error: toPlainError(error) });
    }
  }

  #fillGap({ startFrame, channels, capturedAtMs }: PcmChunk): void {
    const frames = channels[0]?.length ?? 0;
    const missingFrames = this.#nextFrame === null ? 0 : startFrame - this.#nextFrame;
    this.#nextFrame = startFrame + frames;
    if (missingFrames <= 0) return;
    this.#post({ kind: "gap", id: this.#id, missingFrames });
    if (missingFrames > MOST_FILLED_S * this.#rateHz) return;
    this.#take([new Float32Array(missingFrames)], capturedAtMs - (1000 * frames) / this.#rateHz);
  }

  #take(channels: readonly Float32Array[], capturedAtMs: number): void {
    const { windows, levels, columns } = this.#stream.push(channels);
    if (levels.length + columns.length > 0) this.#post({ kind: "display", id: this.#id, levels, columns });
    for (const window of windows) {
      // The block's stamp belongs to its last frame: a window that ends earlier is older by that much.
      const endCapturedAtMs = capturedAtMs - 1000 * this.#stream.secondsAfter(window);
      const planNumber = this.#planNumber;
      const transfer = [window.samples.buffer as ArrayBuffer];
      this.#post({ kind: "window", id: this.#id, window, endCapturedAtMs, planNumber }, transfer);
    }
  }
}
