/**
 * Owns: the arithmetic under the log-mel picture, one row for each frame. `createReferenceRows` is the definition, in
 * float64, and the fallback; `simd/simd-log-mel.ts` is its fast twin.
 */
import type { MelFilters } from "./mel-filters.ts";
import { spectrumOf } from "./mixed-spectrum.ts";

/** factor · ln(max(energy + offset, floor)) */
export interface Logarithm {
  readonly factor: number;
  readonly offset: number;
  readonly floor: number;
}

export interface LogMelPlan {
  readonly fftSamples: number;
  readonly frameSamples: number;
  readonly hopSamples: number;
  /** What each of a frame's samples is multiplied by. */
  readonly shape: Float64Array;
  readonly preEmphasis: number;
  /** A frame's mean is taken off first. */
  readonly removesMean: boolean;
  /** The filters weigh |X| instead of |X|². */
  readonly magnitude: boolean;
  /** For fftSamples/2 + 1 frequency bins. */
  readonly filters: MelFilters;
  readonly logarithm: Logarithm;
  /** Each value of the picture is (logarithm - shift) / scale. */
  readonly shift: number;
  readonly scale: number;
}

export interface LogMelRows {
  /**
   * Fills `rows`, row-major [frames, mels], from frames that begin at sample `start` and every hop after it; all of
   * them lie in `sound`. A row depends on its own frame's samples only, to the last bit.
   */
  compute(sound: Float32Array, start: number, rows: Float32Array): void;
}

export type CreateLogMelRows = (plan: LogMelPlan) => LogMelRows;

/** @throws RangeError where there is no spectrum of that size. */
export const createReferenceRows: CreateLogMelRows = (plan) => {
  const { fftSamples, frameSamples, hopSamples, shape, preEmphasis, filters, logarithm, shift, scale } = plan;
  const spectrum = spectrumOf(fftSamples);
  const frame = new Float64Array(fftSamples);
  const power = new Float64Array(fftSamples / 2 + 1);
  const energies = new Float64Array(filters.numMelBins);

  /** Mean removed, pre-emphasised, windowed and zero-padded: (x[i] - μ) - c·(x[i-1] - μ), times the shape; x[-1] is x[0]. */
  function cutFrame(sound: Float32Array, start: number): void {
    let sum = 0;
    for (let i = start; i < start + frameSamples; i++) sum += sound[i] as number;
    const mean = plan.removesMean ? sum / frameSamples : 0;
    let before = (sound[start] as number) - mean;
    for (let i = 0; i < frameSamples; i++) {
      const sample = (sound[start + i] as number) - mean;
      frame[i] = (sample - preEmphasis * before) * (shape[i] as number);
      before = sample;
    }
    frame.fill(0, frameSamples);
  }

  return {
    compute(sound, start, rows) {
      for (let at = 0, first = start; at < rows.length; first += hopSamples) {
        cutFrame(sound, first);
        spectrum.compute(frame, power);
        if (plan.magnitude) for (let k = 0; k < power.length; k++) power[k] = Math.sqrt(power[k] as number);
        filters.apply(power, energies);
        for (let m = 0; m < filters.numMelBins; m++, at++) {
          const energy = Math.max(logarithm.floor, (energies[m] as number) + logarithm.offset);
          // Python rounds the logarithm to float32 before it normalises.
          rows[at] = (Math.fround(logarithm.factor * Math.log(energy)) - shift) / scale;
        }
      }
    },
  };
};
