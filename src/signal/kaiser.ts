/**
 * Owns: the Kaiser window and its two design rules (J. F. Kaiser 1974; Oppenheim & Schafer, Discrete-Time Signal
 * Processing, §7.5.3). Pure numbers; knows nothing of rates or phases.
 */

/** Modified Bessel function of the first kind, order 0, by its power series; relative error below 1e-15 up to x = 30. */
export function besselI0(x: number): number {
  const quarter = (x * x) / 4;
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= quarter / (k * k);
    sum += term;
  }
  return sum;
}

/** Kaiser's shape β for a stop band `attenuationDb` down; only the branch above 50 dB, the one used here. */
export function kaiserBeta(attenuationDb: number): number {
  if (!(attenuationDb > 50)) throw new RangeError(`Expected more than 50 dB of attenuation, got ${attenuationDb}`);
  return 0.1102 * (attenuationDb - 8.7);
}

/**
 * Half the length, in samples, of a filter with a given transition band.
 * @param transition width of the transition band in cycles per sample (Nyquist = 0.5).
 */
export function kaiserHalfLength(attenuationDb: number, transition: number): number {
  return (attenuationDb - 7.95) / (2.285 * 2 * Math.PI * transition) / 2;
}

/** Window value at `x` (0 = centre, value 1); 0 from ±1 on, so that a row with one end more stays symmetric. `i0Beta` is `besselI0(beta)`, computed once. */
export function kaiserAt(x: number, beta: number, i0Beta: number): number {
  const inside = 1 - x * x;
  return inside <= 0 ? 0 : besselI0(beta * Math.sqrt(inside)) / i0Beta;
}
