/**
 * Owns: one mono stream at an integer rate → the same sound at another, piece by piece.
 *
 * Promises: output sample k sounds at exactly k/toHz (linear phase, the filter's delay is compensated); after `flush()`
 * there are ceil(inputFrames·toHz/fromHz) samples; however the input is cut, every output bit is the same; equal rates
 * give the samples back. Pass band flat within 0.001 dB to 0.91 of the lower Nyquist frequency, stop band 100 dB from
 * that Nyquist on (design: `filter-bank.ts`). Memory is flat, and nothing is allocated per sample.
 *
 * NaN, ±Infinity and damage beyond ±1e30 count as silence (`finite.ts`): they never reach the filter, so never spread.
 * Output may overshoot full scale where the input is clipped; it isn't clipped again.
 *
 * Deliberately doesn't: follow a drifting clock, take several channels, or restart: a new stream is a new Resampler.
 */
import { designFilterBank, type FilterBank } from "./filter-bank.ts";
import { soundSample, soundSamples } from "./finite.ts";

/** Input samples taken into the history between two compactions. */
const BLOCK_SAMPLES = 4096;
/** A filter for a larger ratio would be tens of thousands of taps long; no sound has such rates. */
const MAX_RATIO = 256;

export class Resampler {
  readonly #up: number;
  readonly #down: number;
  readonly #bank: FilterBank | null;
  readonly #half: number;
  /** Input from stream position `#base` on; starts with the silence before the stream. */
  readonly #history: Float64Array;
  #base: number;
  #filled: number;
  #totalIn = 0;
  #totalOut = 0;
  /** The next output sounds at input position `#position + #phase/up`. */
  #position = 0;
  #phase = 0;
  #ended = false;

  /** @throws RangeError where a rate isn't a positive integer, or one is over 256 times the other. */
  constructor(fromHz: number, toHz: number) {
    for (const hz of [fromHz, toHz]) {
      if (!Number.isSafeInteger(hz) || hz < 1) throw new RangeError(`A sample rate is a positive integer, got ${hz}`);
    }
    if (Math.max(fromHz / toHz, toHz / fromHz) > MAX_RATIO) {
      throw new RangeError(`Cannot resample ${fromHz} Hz to ${toHz} Hz: more than ${MAX_RATIO} times apart`);
    }
    const divisor = greatestCommonDivisor(fromHz, toHz);
    this.#up = toHz / divisor;
    this.#down = fromHz / divisor;
    this.#bank = fromHz === toHz ? null : designFilterBank(this.#up, this.#down);
    this.#half = (this.#bank?.taps ?? 0) / 2;
    this.#history = new Float64Array(this.#bank === null ? 0 : this.#bank.taps + BLOCK_SAMPLES);
    this.#base = -(this.#half - 1);
    this.#filled = this.#half - 1;
  }

  /**
   * Takes the next samples, any number of them, and gives those output samples that they complete.
   * At equal rates that is `input` itself.
   * @throws Error after `flush()`.
   */
  push(input: Float32Array): Float32Array {
    if (this.#ended) throw new Error("This stream has been flushed; a new stream is a new Resampler");
    if (this.#bank === null) return soundSamples(input);
    this.#totalIn += input.length;
    return this.#advance(this.#bank, input, this.#outputsBefore(this.#totalIn - this.#half));
  }

  /** Ends the stream: the last samples, with silence after the end. */
  flush(): Float32Array {
    if (this.#ended) throw new Error("This stream has been flushed already");
    this.#ended = true;
    if (this.#bank === null) return new Float32Array(0);
    return this.#advance(this.#bank, new Float32Array(this.#half), this.#outputsBefore(this.#totalIn));
  }

  /** How many outputs sound before input position `position`: exact while position·up < 2^53 (centuries). */
  #outputsBefore(position: number): number {
    return Math.max(0, Math.ceil((position * this.#up) / this.#down));
  }

  #advance(bank: FilterBank, input: Float32Array, totalOut: number): Float32Array {
    const out = new Float32Array(totalOut - this.#totalOut);
    let written = 0;
    let taken = 0;
    while (taken < input.length) {
      if (this.#filled === this.#history.length) this.#compact();
      const count = Math.min(input.length - taken, this.#history.length - this.#filled);
      for (let i = 0; i < count; i++) this.#history[this.#filled + i] = soundSample(input[taken + i] as number);
      taken += count;
      this.#filled += count;
      written = this.#produce(bank, out, written);
    }
    this.#totalOut = totalOut;
    return out;
  }

  /** Writes every output whose samples are all there; stops at the end of `out`, which is the end of a flushed stream. */
  #produce(bank: FilterBank, out: Float32Array, from: number): number {
    const { taps, steps, rows, interpolated } = bank;
    const history = this.#history;
    const lastPosition = this.#base + this.#filled - 1 - this.#half;
    const positionStep = Math.floor(this.#down / this.#up);
    const phaseStep = this.#down % this.#up;
    let k = from;
    while (k < out.length && this.#position <= lastPosition) {
      const start = this.#position - this.#base - (this.#half - 1);
      if (interpolated) {
        const place = (this.#phase * steps) / this.#up;
        const row = Math.floor(place);
        const below = dot(history, start, rows, row * taps, taps);
        out[k++] = below + (place - row) * (dot(history, start, rows, (row + 1) * taps, taps) - below);
      } else {
        out[k++] = dot(history, start, rows, this.#phase * taps, taps);
      }
      this.#position += positionStep;
      this.#phase += phaseStep;
      if (this.#phase >= this.#up) {
        this.#phase -= this.#up;
        this.#position++;
      }
    }
    return k;
  }

  /** Drops the samples that no later output needs. */
  #compact(): void {
    const unneeded = this.#position - (this.#half - 1) - this.#base;
    this.#history.copyWithin(0, unneeded, this.#filled);
    this.#base += unneeded;
    this.#filled -= unneeded;
  }
}

/** Four running sums, so that an addition needn't wait for the one before it; `count` is a multiple of 4. */
function dot(a: Float64Array, aStart: number, b: Float32Array, bStart: number, count: number): number {
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  for (let i = 0; i < count; i += 4) {
    const p = aStart + i;
    const q = bStart + i;
    sum0 += (a[p] as number) * (b[q] as number);
    sum1 += (a[p + 1] as number) * (b[q + 1] as number);
    sum2 += (a[p + 2] as number) * (b[q + 2] as number);
    sum3 += (a[p + 3] as number) * (b[q + 3] as number);
  }
  return sum0 + sum1 + (sum2 + sum3);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
