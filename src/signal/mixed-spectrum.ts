/**
 * Owns: the power spectrum of a frame of any length, for recipes whose FFT is no power of two (Whisper's 400). Decimation
 * in time over the length's prime factors, float64, nothing allocated after construction; `fft.ts` is far faster where the
 * length is a power of two.
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
  readonly #factors: readonly number[];
  /** cos and sin of -2πk/size. */
  readonly #cos: Float64Array;
  readonly #sin: Float64Array;
  readonly #re: Float64Array;
  readonly #im: Float64Array;
  /** One butterfly's inputs, turned. */
  readonly #partRe: Float64Array;
  readonly #partIm: Float64Array;

  constructor(size: number) {
    this.#size = size;
    this.#factors = primeFactors(size);
    if (Math.max(...this.#factors) > LARGEST_PRIME) throw new RangeError(`No FFT of ${size} samples here`);
    this.#cos = Float64Array.from({ length: size }, (_, k) => Math.cos((-2 * Math.PI * k) / size));
    this.#sin = Float64Array.from({ length: size }, (_, k) => Math.sin((-2 * Math.PI * k) / size));
    this.#re = new Float64Array(size);
    this.#im = new Float64Array(size);
    this.#partRe = new Float64Array(Math.max(...this.#factors));
    this.#partIm = new Float64Array(Math.max(...this.#factors));
  }

  compute(frame: Float64Array, power: Float64Array): void {
    if (frame.length !== this.#size || power.length !== this.#size / 2 + 1) {
      throw new RangeError(`Expected ${this.#size} samples and ${this.#size / 2 + 1} bins`);
    }
    this.#transform(frame, 0, 1, 0, this.#size, 0);
    for (let k = 0; k < power.length; k++) {
      power[k] = (this.#re[k] as number) ** 2 + (this.#im[k] as number) ** 2;
    }
  }

  /** Of `points` samples from `from`, `step` apart, into the outputs from `to`. */
  #transform(frame: Float64Array, from: number, step: number, to: number, points: number, depth: number): void {
    if (points === 1) {
      this.#re[to] = frame[from] as number;
      this.#im[to] = 0;
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
    const size = this.#size;
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
        const w = (r * q * (size / radix)) % size;
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
