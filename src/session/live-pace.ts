/**
 * How far apart live windows are cut: as the person wants it, or further where this machine (or the server) needs longer for one.
 * Without it every second window would be made to be dropped. Pure; times in ms, hops in whole steps of 200 ms, which
 * every log-mel's frames divide.
 */
import { median } from "../scores/median.ts";
import type { Settings } from "./state.ts";

export const STEP_MS = 200;
const WANTED_MS: Record<Settings["pace"], number> = { automatic: STEP_MS, saver: 1000 };
/** A machine that is busy all the time has nothing left for the page, and its fan is heard by the microphone. */
const MOST_BUSY = 0.8;
/** Closer again only where that leaves this much: else one slow window more would turn it back. */
const CLOSER_BUSY = 0.6;
/** Windows whose median counts: one that waited for a file's is no reason. */
const REMEMBERED = 5;

export class LivePace {
  readonly #mostMs: number;
  #tookMs: number[] = [];
  #hopMs: number;
  #wantedMs: number;

  /** @param windowMs a hop is never longer: every sample is heard by some window that is cut */
  constructor(pace: Settings["pace"], windowMs: number) {
    this.#mostMs = Math.max(STEP_MS, STEP_MS * Math.floor(windowMs / STEP_MS));
    this.#wantedMs = this.#atMost(WANTED_MS[pace]);
    this.#hopMs = this.#wantedMs;
  }

  get hopMs(): number {
    return this.#hopMs;
  }

  /** The machine's own hop where it is slower than what the person wants, else null. */
  get slowerMs(): number | null {
    return this.#hopMs > this.#wantedMs ? this.#hopMs : null;
  }

  want(pace: Settings["pace"]): void {
    this.#wantedMs = this.#atMost(WANTED_MS[pace]);
    this.#settle();
  }

  /** One window took so long from the page and back. */
  took(ms: number): void {
    this.#tookMs.push(ms);
    if (this.#tookMs.length > REMEMBERED) this.#tookMs.shift();
    if (this.#tookMs.length === REMEMBERED) this.#settle();
  }

  #settle(): void {
    const usualMs = median(this.#tookMs) ?? 0;
    const needed = this.#hopFor(usualMs, MOST_BUSY);
    const closer = this.#hopFor(usualMs, CLOSER_BUSY);
    if (needed > this.#hopMs) this.#hopMs = needed;
    else if (closer < this.#hopMs) this.#hopMs = closer;
  }

  #hopFor(tookMs: number, busy: number): number {
    const needed = STEP_MS * Math.ceil(tookMs / (busy * STEP_MS));
    return this.#atMost(Math.max(this.#wantedMs, needed));
  }

  #atMost(ms: number): number {
    return Math.min(ms, this.#mostMs);
  }
}
