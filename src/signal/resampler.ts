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
 * The sums run in WebAssembly SIMD where there is one, else in TypeScript; all of this holds for both.
 * Deliberately doesn't: follow a drifting clock, take several channels, or restart: a new stream is a new Resampler.
 */
import { designFilterBank } from "./filter-bank.ts";
import { soundSamples } from "./finite.ts";
import {
  type CreateResamplerKernel,
  createReferenceKernel,
  type ResamplerKernel,
  type ResamplerPlan,
} from "./resampler-kernel.ts";
import { createSimdKernel } from "./simd/simd-resampler.ts";

/** Input samples taken into the history between two compactions. */
const BLOCK_SAMPLES = 4096;
/** A filter for a larger ratio would be tens of thousands of taps long; no sound has such rates. */
const MAX_RATIO = 256;

function createFastestKernel(plan: ResamplerPlan): ResamplerKernel {
  return createSimdKernel(plan) ?? createReferenceKernel(plan);
}

export class Resampler {
  readonly #up: number;
  readonly #down: number;
  /** Null where the rates are equal. */
  readonly #kernel: ResamplerKernel | null;
  readonly #half: number;
  /** The kernel's history holds input from stream position `#base` on; it starts with the silence before the stream. */
  readonly #capacity: number;
  #base: number;
  #filled: number;
  #totalIn = 0;
  #totalOut = 0;
  /** The next output sounds at input position `#position + #phase/up`. */
  #position = 0;
  #phase = 0;
  #ended = false;

  /** @throws RangeError where a rate isn't a positive integer, or one is over 256 times the other. */
  constructor(fromHz: number, toHz: number, createKernel: CreateResamplerKernel = createFastestKernel) {
    for (const hz of [fromHz, toHz]) {
      if (!Number.isSafeInteger(hz) || hz < 1) throw new RangeError(`A sample rate is a positive integer, got ${hz}`);
    }
    if (Math.max(fromHz / toHz, toHz / fromHz) > MAX_RATIO) {
      throw new RangeError(`Cannot resample ${fromHz} Hz to ${toHz} Hz: more than ${MAX_RATIO} times apart`);
    }
    const divisor = greatestCommonDivisor(fromHz, toHz);
    this.#up = toHz / divisor;
    this.#down = fromHz / divisor;
    const bank = fromHz === toHz ? null : designFilterBank(this.#up, this.#down);
    this.#half = (bank?.taps ?? 0) / 2;
    this.#capacity = 2 * this.#half + BLOCK_SAMPLES;
    this.#kernel = bank && createKernel({ up: this.#up, down: this.#down, bank, capacity: this.#capacity });
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
    if (this.#kernel === null) return soundSamples(input);
    this.#totalIn += input.length;
    return this.#advance(this.#kernel, input, this.#outputsBefore(this.#totalIn - this.#half));
  }

  /** Ends the stream: the last samples, with silence after the end. */
  flush(): Float32Array {
    if (this.#ended) throw new Error("This stream has been flushed already");
    this.#ended = true;
    if (this.#kernel === null) return new Float32Array(0);
    return this.#advance(this.#kernel, new Float32Array(this.#half), this.#outputsBefore(this.#totalIn));
  }

  /** How many outputs sound before input position `position`: exact while position·up < 2^53 (centuries). */
  #outputsBefore(position: number): number {
    return Math.max(0, Math.ceil((position * this.#up) / this.#down));
  }

  #advance(kernel: ResamplerKernel, input: Float32Array, totalOut: number): Float32Array {
    const out = new Float32Array(totalOut - this.#totalOut);
    let written = 0;
    let taken = 0;
    while (taken < input.length) {
      if (this.#filled === this.#capacity) this.#compact(kernel);
      const count = Math.min(input.length - taken, this.#capacity - this.#filled);
      kernel.take(input.subarray(taken, taken + count), this.#filled);
      taken += count;
      this.#filled += count;
      written += this.#produce(kernel, out.subarray(written));
    }
    this.#totalOut = totalOut;
    return out;
  }

  /** Writes every output whose samples are all there; stops at the end of `out`, which is the end of a flushed stream. */
  #produce(kernel: ResamplerKernel, out: Float32Array): number {
    const lastPosition = this.#base + this.#filled - 1 - this.#half;
    const whole = (lastPosition + 1 - this.#position) * this.#up - this.#phase;
    const count = Math.min(out.length, Math.max(0, Math.ceil(whole / this.#down)));
    if (count === 0) return 0;
    kernel.produce(out.subarray(0, count), this.#position - this.#base - (this.#half - 1), this.#phase);
    const elapsed = this.#phase + count * this.#down;
    this.#position += Math.floor(elapsed / this.#up);
    this.#phase = elapsed % this.#up;
    return count;
  }

  /** Drops the samples that no later output needs. */
  #compact(kernel: ResamplerKernel): void {
    const unneeded = this.#position - (this.#half - 1) - this.#base;
    kernel.keep(unneeded, this.#filled);
    this.#base += unneeded;
    this.#filled -= unneeded;
  }
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
