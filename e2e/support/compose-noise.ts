/** Background noise for composed recordings: white, pink, brown and hum, mixed differently by every seed. */

/** Of pink, brown, white noise and hum: each is drawn from 0 up to this, before the whole is scaled. */
const MOST_AMPLITUDE = [1, 1, 0.3, 0.3];

/** Numbers in [0, 1), the same for the same seed everywhere (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function between(random: () => number, least: number, most: number): number {
  return least + (most - least) * random();
}

export function rootMeanSquare(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return Math.sqrt(sum / Math.max(1, samples.length));
}

/**
 * Steady noise of a root mean square of `rms` (full scale 1), pink and brown as rooms are, with some hiss and hum. Hum is
 * 50 or 60 Hz with harmonics that fall off.
 */
export function backgroundNoise(random: () => number, length: number, rateHz: number, rms: number): Float32Array {
  const [pink = 0, brown = 0, white = 0, hum = 0] = MOST_AMPLITUDE.map((most) => most * random());
  const period = humPeriod(random, rateHz);
  const noise = new Float32Array(length);
  let [slow, middle, fast, walk] = [0, 0, 0, 0];
  for (let n = 0; n < length; n++) {
    const draw = 2 * random() - 1;
    // Pink: P. Kellet's three-pole approximation; brown: a leaky random walk. Each is scaled to about unit power.
    slow = 0.99765 * slow + 0.099046 * draw;
    middle = 0.963 * middle + 0.2965164 * draw;
    fast = 0.57 * fast + 1.0526913 * draw;
    walk = 0.995 * walk + 0.1 * (2 * random() - 1);
    noise[n] =
      white * 1.73 * draw +
      pink * 0.7 * (slow + middle + fast + 0.1848 * draw) +
      brown * 1.73 * walk +
      hum * (period[n % period.length] ?? 0);
  }
  return scaled(noise, rms / rootMeanSquare(noise));
}

/** A tenth of a second holds whole periods of 50 and of 60 Hz. */
function humPeriod(random: () => number, rateHz: number): Float32Array {
  const baseHz = random() < 0.5 ? 50 : 60;
  const period = new Float32Array(rateHz / 10);
  for (let harmonic = 1; harmonic <= 8; harmonic++) {
    const amplitude = random() / harmonic;
    const phase = 2 * Math.PI * random();
    for (let n = 0; n < period.length; n++) {
      period[n] = (period[n] as number) + amplitude * Math.sin((2 * Math.PI * baseHz * harmonic * n) / rateHz + phase);
    }
  }
  return scaled(period, 1 / rootMeanSquare(period));
}

function scaled(samples: Float32Array, gain: number): Float32Array {
  for (let n = 0; n < samples.length; n++) samples[n] = (samples[n] as number) * gain;
  return samples;
}
