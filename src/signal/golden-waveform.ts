/**
 * Owns: the test signal that Python and TypeScript can both make from a formula, so that golden files needn't carry
 * sound: a rising chirp, a 1760 Hz tone in four bursts of an eighth of a second each second, and noise.
 * Float64 to the end, then float32; the noise is a 32-bit linear congruential generator (Numerical Recipes), exact.
 * The sines may differ from another language's in the last bit of a float64, which float32 all but always hides.
 */

/**
 * 0.25·sin(2π(220·t + 400·t²)) + (0.1·sin(2π·1760·t) while 4n mod fs < fs/2) + 0.02·noise, t = n/fs.
 * @param samples length of the waveform.
 */
export function goldenWaveform(samples: number, sampleRateHz: number): Float32Array {
  const waveform = new Float32Array(samples);
  let state = 1;
  for (let n = 0; n < samples; n++) {
    const t = n / sampleRateHz;
    // Math.imul keeps the low 32 bits, which are all that mod 2^32 needs.
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    const noise = state / 2 ** 31 - 1;
    const chirp = 0.25 * Math.sin(2 * Math.PI * (220 * t + 400 * t * t));
    const burst = (4 * n) % sampleRateHz < sampleRateHz / 2 ? 0.1 * Math.sin(2 * Math.PI * 1760 * t) : 0;
    waveform[n] = chirp + burst + 0.02 * noise;
  }
  return waveform;
}
