/** The few parts that all sample sounds are made of: noise, resonators, envelopes, levels. Pure and deterministic. */
import { SAMPLE_PEAK } from "./sample-sound.ts";

export type Signal = Float32Array<ArrayBuffer>;

/** Uniform numbers in [0, 1), the same for the same seed on every machine (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** White noise of standard deviation 1, near enough to normal (sum of four uniforms). */
export function whiteNoise(samples: number, seed: number): Signal {
  const random = randomNumbers(seed);
  const noise = new Float32Array(samples);
  for (let n = 0; n < samples; n++) noise[n] = (random() + random() + random() + random() - 2) * Math.sqrt(3);
  return noise;
}

/** A second-order section, direct form 1, coefficients already divided by a0. */
export interface Biquad {
  readonly b0: number;
  readonly b1: number;
  readonly b2: number;
  readonly a1: number;
  readonly a2: number;
}

/** Band-pass with 0 dB at its centre; low- and high-pass with the given quality (R. Bristow-Johnson's cookbook). */
export function biquad(kind: "low" | "high" | "band", hz: number, quality: number, rateHz: number): Biquad {
  const w = (2 * Math.PI * hz) / rateHz;
  const alpha = Math.sin(w) / (2 * quality);
  const cos = Math.cos(w);
  const a0 = 1 + alpha;
  const shared = { a1: (-2 * cos) / a0, a2: (1 - alpha) / a0 };
  switch (kind) {
    case "low":
      return { ...shared, b0: (1 - cos) / 2 / a0, b1: (1 - cos) / a0, b2: (1 - cos) / 2 / a0 };
    case "high":
      return { ...shared, b0: (1 + cos) / 2 / a0, b1: -(1 + cos) / a0, b2: (1 + cos) / 2 / a0 };
    case "band":
      return { ...shared, b0: alpha / a0, b1: 0, b2: -alpha / a0 };
    default:
      return kind satisfies never;
  }
}

/** A new signal: `input` through the sections in series. */
export function filtered(input: Signal, ...sections: readonly Biquad[]): Signal {
  const output = input.slice();
  for (const { b0, b1, b2, a1, a2 } of sections) {
    let [x1, x2, y1, y2] = [0, 0, 0, 0];
    for (let n = 0; n < output.length; n++) {
      const x = output[n] ?? 0;
      const y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2;
      [x2, x1, y2, y1] = [x1, x, y1, y];
      output[n] = y;
    }
  }
  return output;
}

/** Adds `gain` × `source` into `target` from `at` on; what reaches over the end is left out. */
export function addInto(target: Signal, source: Signal, at: number, gain: number): void {
  const end = Math.min(source.length, target.length - at);
  for (let n = Math.max(0, -at); n < end; n++) target[at + n] = (target[at + n] ?? 0) + gain * (source[n] ?? 0);
}

/** A decaying sine: what a struck body rings with. */
export function ring(hz: number, decayS: number, lengthS: number, rateHz: number): Signal {
  const step = (2 * Math.PI * hz) / rateHz;
  return Float32Array.from(
    { length: Math.round(lengthS * rateHz) },
    (_, n) => Math.exp(-n / rateHz / decayS) * Math.sin(step * n),
  );
}

/** A burst of noise that decays exponentially. */
export function burst(decayS: number, lengthS: number, rateHz: number, seed: number): Signal {
  return whiteNoise(Math.round(lengthS * rateHz), seed).map((value, n) => value * Math.exp(-n / rateHz / decayS));
}

/** Straight lines between [time s, value] points in ascending time; constant outside. */
export function curveAt(points: readonly (readonly [timeS: number, value: number])[], timeS: number): number {
  let [fromS, from] = points[0] ?? [0, 0];
  for (const [toS, to] of points) {
    if (timeS < toS) return toS === fromS ? to : from + ((to - from) * (timeS - fromS)) / (toS - fromS);
    [fromS, from] = [toS, to];
  }
  return from;
}

/** The same signal at `SAMPLE_PEAK`, its ends faded so that nothing clicks. Changes it in place. */
export function finished(signal: Signal, rateHz: number, fadeS = 0.005): Signal {
  let peak = 0;
  for (const value of signal) peak = Math.max(peak, Math.abs(value));
  const fade = Math.round(fadeS * rateHz);
  for (let n = 0; n < signal.length; n++) {
    const edge = Math.min(1, n / fade, (signal.length - 1 - n) / fade);
    signal[n] = ((signal[n] ?? 0) * edge * SAMPLE_PEAK) / Math.max(peak, 1e-9);
  }
  return signal;
}
