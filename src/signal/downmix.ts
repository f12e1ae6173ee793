/**
 * Owns: many channels → one. Promises the plain average (gain 1/N), which is what librosa's `to_mono` and
 * `waveform.mean(0)` in torchaudio recipes do, so a model hears the level it was trained on and the sum of two
 * full-scale channels cannot clip. Deliberately not (L+R)/√2, ffmpeg's and transformers.js' way: that keeps the power of
 * unrelated channels but lifts identical ones (most recordings) by 3 dB, past full scale.
 * Deliberately doesn't: weigh surround channels, repair non-finite samples (the resampler does), change the rate.
 */

/**
 * Averages the channels into one.
 * @param channels one or more arrays of equal length, one a channel.
 * @param out where to write; of the channels' length. One channel ignores it.
 * @returns `out`, or a new array; for one channel that very array, untouched.
 * @throws RangeError where there is no channel, or lengths differ.
 */
export function downmix(channels: readonly Float32Array[], out?: Float32Array): Float32Array {
  const first = channels[0];
  if (first === undefined) throw new RangeError("Sound needs at least one channel");
  for (const channel of channels) {
    if (channel.length !== first.length) {
      throw new RangeError(`Channels differ in length: ${first.length} and ${channel.length} samples`);
    }
  }
  if (channels.length === 1) return first;

  const mono = out ?? new Float32Array(first.length);
  if (mono.length !== first.length) {
    throw new RangeError(`The output holds ${mono.length} samples, the channels ${first.length}`);
  }
  const second = channels[1];
  if (channels.length === 2 && second !== undefined) averagePair(first, second, mono);
  else averageMany(channels, mono);
  return mono;
}

function averagePair(left: Float32Array, right: Float32Array, mono: Float32Array): void {
  for (let i = 0; i < mono.length; i++) mono[i] = 0.5 * ((left[i] as number) + (right[i] as number));
}

function averageMany(channels: readonly Float32Array[], mono: Float32Array): void {
  const gain = 1 / channels.length;
  for (let i = 0; i < mono.length; i++) {
    let sum = 0;
    for (const channel of channels) sum += channel[i] as number;
    mono[i] = gain * sum;
  }
}
