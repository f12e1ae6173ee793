/** Owns: sound reflected at both ends, as `torch.stft(center=True)` and numpy's `reflect` pad it. */

/**
 * @param lead samples put before the sound.
 * @param length samples of the result; what lies behind the sound is reflected as well.
 */
export function reflectEnds(sound: Float32Array, lead: number, length: number): Float32Array {
  const padded = new Float32Array(length);
  padded.set(sound.subarray(0, Math.max(0, length - lead)), lead);
  const reflect = (i: number) => {
    padded[i] = sound[reflected(i - lead, sound.length)] as number;
  };
  for (let i = 0; i < Math.min(lead, length); i++) reflect(i);
  for (let i = lead + sound.length; i < length; i++) reflect(i);
  return padded;
}

/** A place inside, for one outside: the ends are mirrors, and do not repeat their own sample. */
function reflected(at: number, length: number): number {
  if (length === 1) return 0;
  const period = 2 * (length - 1);
  const folded = ((at % period) + period) % period;
  return folded < length ? folded : period - folded;
}
