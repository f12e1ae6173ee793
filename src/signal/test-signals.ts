/** Owns: signals and cuts that the tests in this folder share. For tests only. */
import type { CreateLogMelRows } from "./log-mel-rows.ts";
import { createSimdRows } from "./simd/simd-log-mel.ts";

export const createSimdOrThrow: CreateLogMelRows = (plan) => {
  const rows = createSimdRows(plan);
  if (rows === null) throw new Error("This machine has no WebAssembly SIMD to test");
  return rows;
};

/** Uniform in -1..1 from a 32-bit linear congruential generator; the same as `noise` in `bench/reference`. */
export function noise(samples: number, seed = 1): Float64Array {
  let state = seed;
  return Float64Array.from({ length: samples }, () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

/** amplitude·sin(2π·hz·n/rate). */
export function tone(hz: number, sampleRateHz: number, samples: number, amplitude = 1): Float32Array {
  return Float32Array.from({ length: samples }, (_, n) => amplitude * Math.sin((2 * Math.PI * hz * n) / sampleRateHz));
}

/** Cuts into chunks of 0 to `longest` samples, the lengths drawn from `noise(seed)`; 0 and 1 are frequent. */
export function cutAtRandom(samples: Float32Array, longest: number, seed: number): Float32Array[] {
  const draws = noise(samples.length + 1, seed);
  const chunks: Float32Array[] = [];
  for (let start = 0, i = 0; start < samples.length; i++) {
    const draw = Math.abs(draws[i % draws.length] ?? 0);
    const length = draw < 0.1 ? 0 : draw < 0.3 ? 1 : Math.floor(draw * longest);
    chunks.push(samples.slice(start, start + length));
    start += length;
  }
  return chunks;
}

export function concat(pieces: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** Largest |a - b|; NaN where either holds NaN, and Infinity where lengths differ. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs((a[i] ?? NaN) - (b[i] ?? NaN)));
  return largest;
}

export function rmsDb(samples: Float32Array): number {
  return 10 * Math.log10(samples.reduce((sum, x) => sum + x * x, 0) / samples.length);
}
