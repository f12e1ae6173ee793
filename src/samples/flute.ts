/**
 * Three long flute notes: few harmonics that grow and fade with the breath, vibrato of pitch and loudness at 5 Hz, and the
 * breath's own noise around the note.
 */
import { FLUTE } from "./facts.ts";
import type { SampleSound } from "./sample-sound.ts";
import { addInto, biquad, curveAt, filtered, finished, type Signal, whiteNoise } from "./synthesis.ts";

const RATE_HZ = FLUTE.sampleRateHz;
const NOTES = [
  { hz: 587.33, atS: 0, lengthS: 1.4 },
  { hz: 698.46, atS: 1.4, lengthS: 1.4 },
  { hz: 659.26, atS: 2.8, lengthS: 1.8 },
] as const;
const LENGTH_S = 4.7;
/** Loudness of each harmonic of a softly blown flute in its middle register, dB. */
const HARMONICS_DB = [0, -10, -17, -28, -35, -42, -48, -55];
const VIBRATO_HZ = 5.2;

export const flute: SampleSound = {
  ...FLUTE,
  render: () => {
    const tune = new Float32Array(LENGTH_S * RATE_HZ);
    NOTES.forEach(({ hz, atS, lengthS }, index) => {
      addInto(tune, renderNote(hz, lengthS, index), Math.round(atS * RATE_HZ), 1);
    });
    return finished(tune, RATE_HZ);
  },
};

function renderNote(hz: number, lengthS: number, seed: number): Signal {
  const samples = Math.round(lengthS * RATE_HZ);
  const breath = filtered(whiteNoise(samples, 30 + seed), biquad("band", hz * 2, 0.5, RATE_HZ));
  const blow = [
    [0, 0],
    [0.07, 0.9],
    [0.3, 1],
    [lengthS - 0.12, 0.8],
    [lengthS, 0],
  ] as const;
  let phase = 0;
  return Float32Array.from({ length: samples }, (_, n) => {
    const timeS = n / RATE_HZ;
    const strength = curveAt(blow, timeS);
    const sway = Math.sin(2 * Math.PI * VIBRATO_HZ * timeS) * Math.min(1, timeS / 0.4);
    phase += (2 * Math.PI * hz * (1 + 0.004 * sway - 0.02 * Math.exp(-timeS / 0.02))) / RATE_HZ;
    const loud = strength * (1 + 0.15 * sway);
    let tone = 0;
    HARMONICS_DB.forEach((decibels, index) => {
      // Blown harder, the higher harmonics gain more than the note itself.
      tone += 10 ** (decibels / 20) * loud ** (1 + index / 3) * Math.sin(phase * (index + 1));
    });
    return tone + 0.08 * strength * (breath[n] ?? 0);
  });
}
