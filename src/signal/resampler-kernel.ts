/**
 * Owns: the arithmetic under the resampler: a history of samples, and outputs as dot products of it and the filter's
 * rows. `createReferenceKernel` is the definition, in float64, and the fallback; `simd/simd-resampler.ts` is its fast twin.
 */
import type { FilterBank } from "./filter-bank.ts";
import { soundSample } from "./finite.ts";

/** Input over output rate in lowest terms, down/up, and the filter for it. */
export interface ResamplerPlan {
  readonly up: number;
  readonly down: number;
  readonly bank: FilterBank;
  /** Samples of history. */
  readonly capacity: number;
}

export interface ResamplerKernel {
  /** Puts `samples` into the history from `at` on; what is no sound counts as silence (`finite.ts`). */
  take(samples: Float32Array, at: number): void;
  /** Moves the history from `from` to `end` to its beginning. */
  keep(from: number, end: number): void;
  /** Writes all of `out`; its first output sounds `phase`/up after the position whose first tap is at history `start`. */
  produce(out: Float32Array, start: number, phase: number): void;
}

export type CreateResamplerKernel = (plan: ResamplerPlan) => ResamplerKernel;

export const createReferenceKernel: CreateResamplerKernel = ({ up, down, bank, capacity }) => {
  const { taps, steps, rows, interpolated } = bank;
  const history = new Float64Array(capacity);
  const positionStep = Math.floor(down / up);
  const phaseStep = down % up;
  return {
    take(samples, at) {
      for (let i = 0; i < samples.length; i++) history[at + i] = soundSample(samples[i] as number);
    },
    keep(from, end) {
      history.copyWithin(0, from, end);
    },
    produce(out, firstStart, firstPhase) {
      let start = firstStart;
      let phase = firstPhase;
      for (let k = 0; k < out.length; k++) {
        if (interpolated) {
          const place = (phase * steps) / up;
          const row = Math.floor(place);
          const below = dot(history, start, rows, row * taps, taps);
          out[k] = below + (place - row) * (dot(history, start, rows, (row + 1) * taps, taps) - below);
        } else {
          out[k] = dot(history, start, rows, phase * taps, taps);
        }
        start += positionStep;
        phase += phaseStep;
        if (phase >= up) {
          phase -= up;
          start++;
        }
      }
    },
  };
};

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
