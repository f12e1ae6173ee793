/**
 * Owns: what counts as a sample. Damaged float files hold NaN, Infinity and bit patterns read as 1e38; one of them in a
 * filter's history would silence or poison everything it touches. All stages that keep history pass samples through
 * here, so such a sample is heard as silence and nothing else changes.
 */

/** Beyond this a "sample" is damage: 600 dB over full scale, and still far from float32's overflow after any filter. */
const LARGEST_SAMPLE = 1e30;

/** The sample itself, or 0 for NaN, ±Infinity and anything beyond ±1e30. */
export function soundSample(sample: number): number {
  // Comparisons with NaN are false, so one test catches all three.
  return Math.abs(sample) < LARGEST_SAMPLE ? sample : 0;
}

/** `samples` itself where every sample is sound, else a copy with the others set to 0. */
export function soundSamples(samples: Float32Array): Float32Array {
  for (let i = 0; i < samples.length; i++) {
    if (!(Math.abs(samples[i] as number) < LARGEST_SAMPLE)) return samples.map(soundSample);
  }
  return samples;
}
