/**
 * Owns: a mono stream → windows of equal length for the model.
 *
 * Promises: window w starts at w·hopSamples; `flush()` adds at most one, aligned to the end of the stream, where samples
 * after the last window would go unheard, so that the tail is classified with real sound instead of padding. Only a
 * stream shorter than one window is padded (with zeros, at its end; `validSamples` says where they begin); an empty
 * stream gives none. `rehop()` changes the distance from the last window on. Where the hop is no longer than the window,
 * every sample is in some window; a longer hop skips the samples between windows, as asked. How the stream is cut into
 * chunks changes nothing.
 * Every window owns its buffer and can be transferred. Between calls one window's length is kept, no more.
 */
import { SpareArrays } from "./spare-arrays.ts";

/** A window of mono sound at the model's rate. */
export interface SoundWindow {
  /** Position of the first sample, counted from the start of the stream. */
  readonly startSample: number;
  readonly samples: Float32Array<ArrayBuffer>;
  /** Real samples in the window; fewer than its length only where the whole stream is shorter than a window. */
  readonly validSamples: number;
}

export interface WindowerOptions {
  readonly windowSamples: number;
  readonly hopSamples: number;
}

export class Windower {
  #hopSamples: number;
  /** The last `windowSamples` of the stream; sample n lies at n modulo the length. */
  readonly #ring: Float32Array;
  readonly #spare = new SpareArrays();
  #total = 0;
  #nextStart = 0;
  #ended = false;

  /** @throws RangeError where a length isn't a positive integer. */
  constructor({ windowSamples, hopSamples }: WindowerOptions) {
    checkLength("windowSamples", windowSamples);
    checkLength("hopSamples", hopSamples);
    this.#hopSamples = hopSamples;
    this.#ring = new Float32Array(windowSamples);
  }

  /**
   * Takes the next samples and gives the windows that they complete.
   * @throws Error after `flush()`.
   */
  push(samples: Float32Array): SoundWindow[] {
    if (this.#ended) throw new Error("This stream has been flushed; a new stream is a new Windower");
    const windows: SoundWindow[] = [];
    let taken = 0;
    while (taken < samples.length) {
      const wanted = this.#nextStart + this.#ring.length - this.#total;
      const piece = samples.subarray(taken, taken + wanted);
      this.#remember(piece);
      taken += piece.length;
      if (piece.length === wanted) {
        windows.push(this.#lastWindow());
        this.#nextStart += this.#hopSamples;
      }
    }
    return windows;
  }

  /**
   * From the last window to the next one it is so far from now on; where that lies in the past already, so many hops further.
   * @throws RangeError where it isn't a positive integer.
   */
  rehop(hopSamples: number): void {
    checkLength("hopSamples", hopSamples);
    if (this.#nextStart > 0) this.#nextStart += hopSamples - this.#hopSamples;
    this.#hopSamples = hopSamples;
    while (this.#nextStart + this.#ring.length < this.#total) this.#nextStart += hopSamples;
  }

  /** Ends the stream: the window for its tail, or none. */
  flush(): SoundWindow[] {
    if (this.#ended) throw new Error("This stream has been flushed already");
    this.#ended = true;
    const length = this.#ring.length;
    if (this.#total === 0) return [];
    if (this.#total < length) {
      const samples = new Float32Array(length);
      samples.set(this.#ring.subarray(0, this.#total));
      return [{ startSample: 0, samples, validSamples: this.#total }];
    }
    const heardUntil = this.#nextStart - this.#hopSamples + length;
    return this.#total > heardUntil ? [this.#lastWindow()] : [];
  }

  /** Takes back windows that nobody needs any more. */
  recycle(windows: readonly SoundWindow[]): void {
    this.#spare.give(windows.map(({ samples }) => samples));
  }

  #remember(piece: Float32Array): void {
    const length = this.#ring.length;
    const kept = piece.subarray(Math.max(0, piece.length - length));
    this.#total += piece.length;
    const start = (this.#total - kept.length) % length;
    const beforeWrap = Math.min(kept.length, length - start);
    this.#ring.set(kept.subarray(0, beforeWrap), start);
    this.#ring.set(kept.subarray(beforeWrap), 0);
  }

  /** The newest `windowSamples`, oldest first, in a buffer of their own. */
  #lastWindow(): SoundWindow {
    const length = this.#ring.length;
    const oldest = this.#total % length;
    const samples = this.#spare.take(length);
    samples.set(this.#ring.subarray(oldest), 0);
    samples.set(this.#ring.subarray(0, oldest), length - oldest);
    return { startSample: this.#total - length, samples, validSamples: length };
  }
}

function checkLength(name: string, samples: number): void {
  if (Number.isSafeInteger(samples) && samples >= 1) return;
  throw new RangeError(`${name} must be a positive integer, got ${samples}`);
}
