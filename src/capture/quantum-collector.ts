/**
 * Gathers the audio thread's 128-frame quanta into blocks and hands each full block on as a `PcmChunk`. Pure: the
 * worklet gives it quanta and a clock, tests give it arrays.
 *
 * Promises: positions never overlap and count every frame rendered; a quantum costs a copy and no allocation, a block
 * costs one array a channel (it leaves by transfer, so it cannot be used again). A quantum without channels (the source
 * is disconnected or muted) is silence of the last known channel count, so the position keeps being a clock. A change of
 * the channel count closes the running block early.
 *
 * When the audio thread stood still (context suspended, laptop asleep) the sound of that time is lost: the next block's
 * `startFrame` jumps ahead by the wall clock's measure, so positions stay true and the reader sees the gap.
 */
import type { PcmChunk } from "./pcm.ts";

/** Below this a late quantum is the jitter of hardware buffers and scheduling (measured: up to 0.2 s), not a stop. */
const STANDSTILL_MS = 500;

export type PostChunk = (chunk: PcmChunk, transfer: ArrayBuffer[]) => void;

export class QuantumCollector {
  readonly #blockFrames: number;
  readonly #sampleRateHz: number;
  readonly #post: PostChunk;
  #channels: Float32Array<ArrayBuffer>[] = [];
  #filledFrames = 0;
  #startFrame = 0;
  #channelCount = 1;
  #lastMs: number | null = null;

  constructor(blockFrames: number, sampleRateHz: number, post: PostChunk) {
    this.#blockFrames = blockFrames;
    this.#sampleRateHz = sampleRateHz;
    this.#post = post;
  }

  /**
   * @param quantum one array for each channel, all of one length; empty = silence
   * @param quantumFrames length of the quantum, which silence cannot tell by itself
   * @param nowMs wall time at which the quantum is rendered, ms since epoch
   */
  push(quantum: readonly Float32Array[], quantumFrames: number, nowMs: number): void {
    this.#skipStandstill(quantumFrames, nowMs);
    if (quantum.length > 0 && quantum.length !== this.#channelCount) {
      this.flush(nowMs);
      this.#channelCount = quantum.length;
    }
    let taken = 0;
    while (taken < quantumFrames) {
      if (this.#channels.length === 0) this.#open();
      const count = Math.min(quantumFrames - taken, this.#blockFrames - this.#filledFrames);
      // Index loop, no `subarray` where the whole quantum fits: this runs 375 times a second on the audio thread.
      for (let channel = 0; channel < quantum.length; channel++) {
        const source = quantum[channel];
        if (source === undefined) continue;
        const whole = count === source.length;
        this.#channels[channel]?.set(whole ? source : source.subarray(taken, taken + count), this.#filledFrames);
      }
      this.#filledFrames += count;
      taken += count;
      if (this.#filledFrames === this.#blockFrames) this.flush(nowMs);
    }
  }

  /** Hands on what the running block holds so far, if anything. */
  flush(nowMs: number): void {
    if (this.#filledFrames === 0) return;
    const frames = this.#filledFrames;
    const full = frames === this.#blockFrames;
    const channels = full ? this.#channels : this.#channels.map((channel) => channel.slice(0, frames));
    const startFrame = this.#startFrame;
    this.#startFrame += frames;
    this.#filledFrames = 0;
    this.#channels = [];
    const transfer = channels.map((channel) => channel.buffer);
    this.#post({ kind: "pcm", startFrame, channels, capturedAtMs: nowMs }, transfer);
  }

  #open(): void {
    this.#channels = Array.from({ length: this.#channelCount }, () => new Float32Array(this.#blockFrames));
  }

  #skipStandstill(quantumFrames: number, nowMs: number): void {
    const elapsedMs = this.#lastMs === null ? 0 : nowMs - this.#lastMs;
    this.#lastMs = nowMs;
    if (elapsedMs < STANDSTILL_MS) return;
    this.flush(nowMs - elapsedMs);
    this.#startFrame += Math.max(0, Math.round((elapsedMs / 1000) * this.#sampleRateHz) - quantumFrames);
  }
}
