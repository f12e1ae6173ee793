import { describe, expect, it } from "vitest";
import { speak, VOICE_RATE_HZ, type VoiceFrame } from "./formant-voice.ts";
import { biquad, curveAt, filtered, randomNumbers, whiteNoise } from "./synthesis.ts";

/** Power of one frequency in a signal, relative to a full-scale sine of it. */
function powerAt(signal: ArrayLike<number>, hz: number, rateHz: number): number {
  let [real, imaginary] = [0, 0];
  for (let n = 0; n < signal.length; n++) {
    real += (signal[n] ?? 0) * Math.cos((2 * Math.PI * hz * n) / rateHz);
    imaginary += (signal[n] ?? 0) * Math.sin((2 * Math.PI * hz * n) / rateHz);
  }
  return (real ** 2 + imaginary ** 2) / (signal.length / 2) ** 2;
}

const sine = (hz: number) => Float32Array.from({ length: 48_000 }, (_, n) => Math.sin((2 * Math.PI * hz * n) / 48_000));
const decibels = (hz: number, kind: "low" | "high" | "band") =>
  10 * Math.log10(powerAt(filtered(sine(hz), biquad(kind, 1000, Math.SQRT1_2, 48_000)), hz, 48_000));

describe("biquad", () => {
  it("passes its band and stops the rest at 12 dB an octave", () => {
    expect(decibels(100, "low")).toBeCloseTo(0, 1);
    expect(decibels(1000, "low")).toBeCloseTo(-3, 1);
    expect(decibels(4000, "low")).toBeLessThan(-23);
    expect(decibels(10_000, "high")).toBeCloseTo(0, 1);
    expect(decibels(250, "high")).toBeLessThan(-23);
    expect(decibels(1000, "band")).toBeCloseTo(0, 1);
    expect(decibels(100, "band")).toBeLessThan(-15);
  });
});

describe("noise", () => {
  it("is white, of unit power, and the same for the same seed", () => {
    const noise = whiteNoise(100_000, 7);
    const power = noise.reduce((sum, value) => sum + value ** 2, 0) / noise.length;
    expect(power).toBeCloseTo(1, 1);
    expect(noise.reduce((sum, value, n) => sum + value * (noise[n + 1] ?? 0), 0) / noise.length).toBeCloseTo(0, 1);
    expect(randomNumbers(3)()).toBe(randomNumbers(3)());
    expect(randomNumbers(3)()).not.toBe(randomNumbers(4)());
  });
});

describe("curveAt", () => {
  it("goes in straight lines and stays at its ends", () => {
    const points = [
      [1, 10],
      [3, 20],
    ] as const;
    expect([0, 1, 2, 3, 9].map((timeS) => curveAt(points, timeS))).toEqual([10, 10, 15, 20, 20]);
  });
});

describe("speak", () => {
  const frame: VoiceFrame = {
    timeS: 0,
    pitchHz: 100,
    voice: 1,
    breath: 0,
    hiss: 0,
    hissHz: 5000,
    hissBandwidthHz: 500,
    formantsHz: [700, 1200, 2500],
    bandwidthsHz: [60, 90, 150],
  };

  it("sounds at the harmonics of its pitch, loudest at its formants", () => {
    const vowel = speak([frame], 1, 1);
    expect(powerAt(vowel, 700, VOICE_RATE_HZ)).toBeGreaterThan(100 * powerAt(vowel, 750, VOICE_RATE_HZ));
    expect(powerAt(vowel, 700, VOICE_RATE_HZ)).toBeGreaterThan(4 * powerAt(vowel, 400, VOICE_RATE_HZ));
    expect(powerAt(vowel, 1200, VOICE_RATE_HZ)).toBeGreaterThan(4 * powerAt(vowel, 1700, VOICE_RATE_HZ));
  });

  it("hisses where it is told, without a pitch", () => {
    const hiss = speak([{ ...frame, voice: 0, hiss: 1 }], 1, 1);
    const around = (hz: number) =>
      [-20, -10, 0, 10, 20].reduce((sum, off) => sum + powerAt(hiss, hz + off, VOICE_RATE_HZ), 0);
    expect(around(5000)).toBeGreaterThan(100 * around(1000));
  });
});
