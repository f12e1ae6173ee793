/** Watches a live stream's levels and pace: hints about the input, updates a second. */
import type { Level } from "../signal/level.ts";
import type { InputHint } from "./state.ts";

/** Below this for `QUIET_AFTER_MS` the person is asked whether the right device is chosen. */
const QUIET_DB = -60;
const QUIET_AFTER_MS = 5_000;
const CLIPPING_LASTS_MS = 2_000;
const PACE_OVER_MS = 3_000;

export class LiveWatch {
  #lastLoudMs: number;
  #lastClipMs = Number.NEGATIVE_INFINITY;
  #results: number[] = [];

  constructor(nowMs: number) {
    this.#lastLoudMs = nowMs;
  }

  level({ peakDb, clippedFrames }: Level, nowMs: number): void {
    if (peakDb > QUIET_DB) this.#lastLoudMs = nowMs;
    if (clippedFrames > 0) this.#lastClipMs = nowMs;
  }

  result(nowMs: number): void {
    this.#results.push(nowMs);
    while ((this.#results[0] ?? nowMs) < nowMs - PACE_OVER_MS) this.#results.shift();
  }

  hint(nowMs: number): InputHint {
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
