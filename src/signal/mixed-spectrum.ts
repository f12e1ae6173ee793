/**
 * Owns: the power spectrum of a frame of any length, for recipes whose FFT is no power of two (Whisper's 400). Decimation
 * in time over the prime factors of half the length (N real samples are N/2 complex ones, as in `fft.ts`), float64, nothing
 * allocated after construction; `fft.ts` is far faster where the length is a power of two.
 */
import { PowerSpectrum } from "./fft.ts";

export interface Spectrum {
  /** As `PowerSpectrum.compute`. */
  compute(frame: Float64Array, power: Float64Array): void;
}

/** A DFT of a prime number of points costs its square: a recipe from anybody must not hang the worker. */
const LARGEST_PRIME = 97;

/** @throws RangeError where `size` isn't an even whole number of at least 8, or has a prime factor beyond 97. */
export function spectrumOf(size: number): Spectrum {
  if (!Number.isInteger(size) || size < 8 || size % 2 !== 0) {
    throw new RangeError(`A frame holds an even number of samples, 8 or more, got ${size}`);
  }
  return Number.isInteger(Math.log2(size)) ? new PowerSpectrum(size) : new MixedSpectrum(size);
}

class MixedSpectrum implements Spectrum {
  readonly #size: number;
  /** Complex points. */
  readonly #points: number;
  readonly #factors: readonly number[];
  /** cos and sin of -2πk/points. */
  readonly #cos: Float64Array;
  readonly #sin: Float64Array;
  readonly #re: Float64Array;
  readonly #im: Float64Array;
  /** cos and sin of -πk/points, to unmix. */
  readonly #turnCos: Float64Array;
  readonly #turnSin: Float64Array;
  /** One butterfly's inputs, turned. */
  readonly #partRe: Float64Array;
  readonly #partIm: Float64Array;

  constructor(size: number) {
    const points = size / 2;
    this.#size = size;
    this.#points = points;
    this.#factors = primeFactors(points);
    const largest = Math.max(...this.#factors);
    if (largest > LARGEST_PRIME) throw new RangeError(`No FFT of ${size} samples here`);
    this.#cos = Float64Array.from({ length: points }, (_, k) => Math.cos((-2 * Math.PI * k) / points));
    this.#sin = Float64Array.from({ length: points }, (_, k) => Math.sin((-2 * Math.PI * k) / points));
    this.#re = new Float64Array(points);
    this.#im = new Float64Array(points);
    this.#turnCos = Float64Array.from({ length: points + 1 }, (_, k) => Math.cos((-Math.PI * k) / points));
    this.#turnSin = Float64Array.from({ length: points + 1 }, (_, k) => Math.sin((-Math.PI * k) / points));
    this.#partRe = new Float64Array(largest);
    this.#partIm = new Float64Array(largest);
  }

  compute(frame: Float64Array, power: Float64Array): void {
    if (frame.length !== this.#size || power.length !== this.#points + 1) {
      throw new RangeError(`Expected ${this.#size} samples and ${this.#points + 1} bins`);
    }
    this.#transform(frame, 0, 1, 0, this.#points, 0);
    this.#unmix(power);
  }

  /** X[k] = E + W^k·O, with E, O the spectra of the even and the odd samples, read out of Z[k] and Z[points - k]. */
  #unmix(power: Float64Array): void {
    const points = this.#points;
    for (let k = 0; k <= points; k++) {
      const near = k % points;
      const far = (points - k) % points;
      const evenRe = (this.#re[near] as number) + (this.#re[far] as number);
      const evenIm = (this.#im[near] as number) - (this.#im[far] as number);
      const oddRe = (this.#im[near] as number) + (this.#im[far] as number);
      const oddIm = (this.#re[far] as number) - (this.#re[near] as number);
      const c = this.#turnCos[k] as number;
      const s = this.#turnSin[k] as number;
      const re = evenRe + c * oddRe - s * oddIm;
      const im = evenIm + c * oddIm + s * oddRe;
      power[k] = 0.25 * (re * re + im * im);
    }
  }

  /** Of `points` pairs of samples from `from`, `step` apart, into the outputs from `to`. */
  #transform(frame: Float64Array, from: number, step: number, to: number, points: number, depth: number): void {
    if (points === 1) {
      this.#re[to] = frame[2 * from] as number;
      this.#im[to] = frame[2 * from + 1] as number;
      return;
    }
    const radix = this.#factors[depth] as number;
    const part = points / radix;
    for (let r = 0; r < radix; r++) {
      this.#transform(frame, from + r * step, step * radix, to + r * part, part, depth + 1);
    }
    for (let k = 0; k < part; k++) this.#butterfly(to + k, part, radix, k * step);
  }

  /** A DFT of `radix` points that lie `part` apart; point r is turned by W^(r·turn) first. */
  #butterfly(at: number, part: number, radix: number, turn: number): void {
    const points = this.#points;
    for (let r = 0; r < radix; r++) {
      const c = this.#cos[r * turn] as number;
      const s = this.#sin[r * turn] as number;
      const re = this.#re[at + r * part] as number;
      const im = this.#im[at + r * part] as number;
      this.#partRe[r] = c * re - s * im;
      this.#partIm[r] = c * im + s * re;
    }
    for (let q = 0; q < radix; q++) {
      let sumRe = 0;
      let sumIm = 0;
      for (let r = 0; r < radix; r++) {
        const w = (r * q * (points / radix)) % points;
        const c = this.#cos[w] as number;
        const s = this.#sin[w] as number;
        sumRe += c * (this.#partRe[r] as number) - s * (this.#partIm[r] as number);
        sumIm += c * (this.#partIm[r] as number) + s * (this.#partRe[r] as number);
      }
      this.#re[at + q * part] = sumRe;
      this.#im[at + q * part] = sumIm;
    }
  }
}

function primeFactors(size: number): number[] {
  const factors: number[] = [];
  let rest = size;
  for (let p = 2; p * p <= rest; p++) {
    for (; rest % p === 0; rest /= p) factors.push(p);
  }
  return rest > 1 ? [...factors, rest] : factors;
}
