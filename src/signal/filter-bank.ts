/**
 * Owns: the coefficients of the resampler, a windowed sinc cut into phases (J. O. Smith, "Digital Audio Resampling").
 *
 * Design: Kaiser window, 100 dB; pass band to 0.91 of the lower of both Nyquist frequencies, stop band from that
 * Nyquist on. Each row is one position between two input samples, normalised to a gain of exactly 1 at 0 Hz.
 *
 * Bound on memory: a ratio up/down whose `up` rows fit 2^18 coefficients (1 MB) gets one row for each phase: exact. Any
 * other (44101 → 16000 Hz needs 16000 rows) gets 1024·min(1, to/from) + 1 rows, and the resampler interpolates linearly
 * between neighbours. For a signal up to f cycles a sample that errs by at most (2πf/rows)²/8, here (π/1024)²/8 =
 * 1.2e-6 or -118 dB of full scale: below the stop band.
 *
 * Deliberately doesn't: minimum phase, or dither; the filter is symmetric and its delay is compensated by the resampler.
 */
import { besselI0, kaiserAt, kaiserBeta, kaiserHalfLength } from "./kaiser.ts";

const STOP_BAND_DB = 100;
/** Share of the lower Nyquist frequency that passes. */
const PASS_BAND = 0.91;
const MAX_EXACT_COEFFICIENTS = 2 ** 18;
const INTERPOLATED_ROWS = 1024;

export interface FilterBank {
  /** Coefficients a row; even, a multiple of 4. Tap `i` weighs the input sample `i - (taps / 2 - 1)` after the position. */
  readonly taps: number;
  /** Steps between two input samples: row r stands at r/steps of a sample. */
  readonly steps: number;
  /** Row-major: [steps, taps], or [steps + 1, taps] where rows are to be interpolated. */
  readonly rows: Float32Array;
  readonly interpolated: boolean;
}

/**
 * @param up,down the ratio toHz/fromHz in lowest terms.
 */
export function designFilterBank(up: number, down: number): FilterBank {
  const ratio = Math.min(1, up / down);
  const beta = kaiserBeta(STOP_BAND_DB);
  const halfAtLowerRate = kaiserHalfLength(STOP_BAND_DB, (1 - PASS_BAND) / 2);
  const half = 2 * Math.ceil(halfAtLowerRate / ratio / 2);
  const taps = 2 * half;

  const interpolated = up * taps > MAX_EXACT_COEFFICIENTS;
  const steps = interpolated ? Math.ceil(INTERPOLATED_ROWS * ratio) : up;
  const numRows = interpolated ? steps + 1 : steps;
  const rows = new Float32Array(numRows * taps);

  const cutoff = (ratio * (1 + PASS_BAND)) / 2; // -6 dB point, as a share of the input's Nyquist
  const i0Beta = besselI0(beta);
  const row = new Float64Array(taps);
  for (let r = 0; r < numRows; r++) {
    let gain = 0;
    for (let i = 0; i < taps; i++) {
      const offset = i - (half - 1) - r / steps;
      row[i] = sinc(cutoff * offset) * kaiserAt(offset / half, beta, i0Beta);
      gain += row[i] as number;
    }
    for (let i = 0; i < taps; i++) rows[r * taps + i] = (row[i] as number) / gain;
  }
  return { taps, steps, rows, interpolated };
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}
