/** Watches a live stream's levels and pace: hints about the input, updates a second. */
import type { Level } from "../signal/level.ts";
import type { InputHint } from "./state.ts";

/** Below this for `QUIET_AFTER_MS` the person is asked whether the right device is chosen. */
const QUIET_DB = -60;
const QUIET_AFTER_MS = 5_000;
/** Between two looks; levels come many times in one while the device gives anything. */
export const LOOK_MS = 500;
/** Looks in a row without a level. Not a time: a page that the browser held up itself has not been without sound. */
const STALLED_AFTER_LOOKS = 4;
const CLIPPING_LASTS_MS = 2_000;
const PACE_OVER_MS = 3_000;

export class LiveWatch {
  #looksWithoutLevel = 0;
  #lastLoudMs: number;
  #lastClipMs = Number.NEGATIVE_INFINITY;
  #results: number[] = [];

  constructor(nowMs: number) {
    this.#lastLoudMs = nowMs;
  }

  level({ peakDb, clippedFrames }: Level, nowMs: number): void {
    this.#looksWithoutLevel = 0;
    if (peakDb > QUIET_DB) this.#lastLoudMs = nowMs;
    if (clippedFrames > 0) this.#lastClipMs = nowMs;
  }

  /** To be called each `LOOK_MS`. */
  look(): void {
    this.#looksWithoutLevel++;
  }

  result(nowMs: number): void {
    this.#results.push(nowMs);
    while ((this.#results[0] ?? nowMs) < nowMs - PACE_OVER_MS) this.#results.shift();
  }

  hint(nowMs: number): InputHint {
    if (this.#looksWithoutLevel >= STALLED_AFTER_LOOKS) return "stalled";
    if (nowMs - this.#lastClipMs < CLIPPING_LASTS_MS) return "clipping";
    return nowMs - this.#lastLoudMs > QUIET_AFTER_MS ? "quiet" : null;
  }

  updatesPerSecond(): number {
    const first = this.#results[0];
    const last = this.#results.at(-1);
    if (first === undefined || last === undefined || last <= first) return 0;
    return ((this.#results.length - 1) * 1000) / (last - first);
  }
}
