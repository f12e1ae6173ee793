/**
 * A whole file's waveform as heights along pixels. Quiet sounds are lifted by one curve for the whole file, so that they
 * are seen and still stand below the loud ones; a recording that is quiet throughout is lifted by at most 26 dB. Pure.
 */
import type { Overview } from "../../../signal/overview.ts";

/** The loudest sound fills the strip, unless it is fainter than this. */
const LIFT_TO = 0.05;
/** 1 would draw amplitudes as they are; at 0.6 a sound of a tenth (-20 dB) stands at a quarter of the height. */
const CURVE = 0.6;

/** @param out one value a pixel column, 0 to 1: the highest of the bins that touch it; -1 where nothing was read yet. */
export function waveformHeights(overview: Overview | null, durationS: number, out: Float32Array): Float32Array {
  out.fill(-1);
  if (overview === null || overview.count === 0 || durationS <= 0) return out;
  const { binS, count, peaks } = overview;
  let loudest = LIFT_TO;
  for (let bin = 0; bin < count; bin++) loudest = Math.max(loudest, peaks[bin] ?? 0);
  const binsPerPixel = durationS / binS / out.length;
  for (let pixel = 0; pixel < out.length; pixel++) {
    const first = Math.floor(pixel * binsPerPixel + 1e-6);
    const end = Math.min(count, Math.max(first + 1, Math.ceil((pixel + 1) * binsPerPixel - 1e-6)));
    if (first >= end) break;
    let peak = 0;
    for (let bin = first; bin < end; bin++) peak = Math.max(peak, peaks[bin] ?? 0);
    out[pixel] = (peak / loudest) ** CURVE;
  }
  return out;
}

/** Loudest sample of the file in decibels re full scale; null where nothing was read. */
export function loudestDb(overview: Overview | null): number | null {
  if (overview === null || overview.count === 0) return null;
  let loudest = 0;
  for (let bin = 0; bin < overview.count; bin++) loudest = Math.max(loudest, overview.peaks[bin] ?? 0);
  return Math.max(-100, 20 * Math.log10(loudest));
}
