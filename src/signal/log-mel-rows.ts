/**
 * Owns: the arithmetic under the log-mel picture, one row for each frame. `createReferenceRows` is the definition, in
 * float64, and the fallback; `simd/simd-log-mel.ts` is its fast twin.
 */
import { PowerSpectrum } from "./fft.ts";
import type { MelFilters } from "./mel-filters.ts";

export const FRAME_SAMPLES = 400;
export const HOP_SAMPLES = 160;
export const FFT_SIZE = 512;
const PREEMPHASIS = 0.97;
const MEL_FLOOR = 1.192092955078125e-7;

export interface LogMelPlan {
  /** For FFT_SIZE/2 + 1 frequency bins. */
  readonly filters: MelFilters;
  /** Each value of the picture is (ln energy - shift) / scale. */
  readonly shift: number;
  readonly scale: number;
}

export interface LogMelRows {
  /**
   * Fills `rows`, row-major [frames, numMelBins], from frames that begin at sample `start` and every hop after it; all of
   * them lie in `waveform`. A row depends on its own frame's samples only, to the last bit.
   */
  compute(waveform: Float32Array, start: number, rows: Float32Array): void;
}

export type CreateLogMelRows = (plan: LogMelPlan) => LogMelRows;

export const createReferenceRows: CreateLogMelRows = ({ filters, shift, scale }) => {
  const spectrum = new PowerSpectrum(FFT_SIZE);
  const hann = symmetricHann();
  const frame = new Float64Array(FFT_SIZE);
  const power = new Float64Array(FFT_SIZE / 2 + 1);
  const energies = new Float64Array(filters.numMelBins);

  /** Mean removed, pre-emphasised, windowed and zero-padded: (x[i] - μ) - 0.97·(x[i-1] - μ), times Hann. */
  function cutFrame(waveform: Float32Array, start: number): void {
    let sum = 0;
    for (let i = start; i < start + FRAME_SAMPLES; i++) sum += waveform[i] as number;
    const mean = sum / FRAME_SAMPLES;
    let before = (waveform[start] as number) - mean;
    frame[0] = before * (1 - PREEMPHASIS) * (hann[0] as number);
    for (let i = 1; i < FRAME_SAMPLES; i++) {
      const sample = (waveform[start + i] as number) - mean;
      frame[i] = (sample - PREEMPHASIS * before) * (hann[i] as number);
      before = sample;
    }
    frame.fill(0, FRAME_SAMPLES);
  }

  return {
    compute(waveform, start, rows) {
      for (let at = 0, first = start; at < rows.length; first += HOP_SAMPLES) {
        cutFrame(waveform, first);
        spectrum.compute(frame, power);
        filters.apply(power, energies);
        for (let m = 0; m < filters.numMelBins; m++, at++) {
          // Python rounds the logarithm to float32 before it normalises.
          rows[at] = (Math.fround(Math.log(Math.max(MEL_FLOOR, energies[m] as number))) - shift) / scale;
        }
      }
    },
  };
};

/** `numpy.hanning(400)`: both ends are zero. */
export function symmetricHann(): Float64Array {
  return Float64Array.from(
    { length: FRAME_SAMPLES },
    (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / (FRAME_SAMPLES - 1)),
  );
}
