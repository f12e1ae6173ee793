/**
 * A barking dog: a rough voice whose pitch rises and falls within a fifth of a second, through the resonances of a muzzle
 * that opens and closes, with breath noise at the start.
 */
import { DOG_BARK } from "./facts.ts";
import type { SampleSound } from "./sample-sound.ts";
import { addInto, biquad, curveAt, filtered, finished, randomNumbers, type Signal, whiteNoise } from "./synthesis.ts";

const RATE_HZ = DOG_BARK.sampleRateHz;
const LENGTH_S = 4;
const BARKS_S = [0.1, 0.55, 1.6, 2.05, 3.1];
const BARK_S = 0.26;
const FORMANTS = [
  { hz: 750, quality: 3, gain: 1 },
  { hz: 1350, quality: 4, gain: 0.8 },
  { hz: 2600, quality: 4, gain: 0.25 },
  { hz: 4200, quality: 4, gain: 0.06 },
] as const;

export const dogBark: SampleSound = {
  ...DOG_BARK,
  render: () => {
    const dog = filtered(whiteNoise(LENGTH_S * RATE_HZ, 6), biquad("low", 1200, 0.5, RATE_HZ)).map(
      (value) => value * 0.004,
    );
    BARKS_S.forEach((atS, index) => {
      addInto(dog, inYard(renderBark(index), index), Math.round(atS * RATE_HZ), index % 2 === 0 ? 1 : 0.85);
    });
    return finished(dog, RATE_HZ);
  },
};

/** Echoes of walls and fences: scattered returns that die away within half a second. */
function inYard(dry: Signal, seed: number): Signal {
  const random = randomNumbers(90 + seed);
  const wet = new Float32Array(dry.length + Math.round(0.6 * RATE_HZ));
  addInto(wet, dry, 0, 1);
  const dull = filtered(dry, biquad("low", 2500, 0.6, RATE_HZ));
  for (let echo = 0; echo < 60; echo++) {
    const delayS = 0.01 + 0.55 * random();
    addInto(wet, dull, Math.round(delayS * RATE_HZ), (random() - 0.5) * 0.25 * Math.exp(-delayS / 0.12));
  }
  return wet;
}

function renderBark(seed: number): Signal {
  const samples = Math.round(BARK_S * RATE_HZ);
  const random = randomNumbers(70 + seed);
  const pitch = [
    [0, 380],
    [0.05, 620],
    [0.12, 560],
    [BARK_S, 300],
  ] as const;
  const loud = [
    [0, 0],
    [0.015, 1],
    [0.1, 0.8],
    [0.17, 0.25],
    [BARK_S, 0],
  ] as const;
  let phase = 0;
  let rough = 1;
  const voice = Float32Array.from({ length: samples }, (_, n) => {
    phase += curveAt(pitch, n / RATE_HZ) / RATE_HZ;
    if (phase >= 1) {
      phase -= 1;
      rough = 0.5 + random();
    }
    // A saw of uneven teeth: the dog's vocal folds do not close alike twice.
    return (1 - 2 * phase) * rough;
  });
  const breath = whiteNoise(samples, 80 + seed);
  const source = voice.map((value, n) => (value + 0.35 * (breath[n] ?? 0)) * curveAt(loud, n / RATE_HZ));
  const bark = new Float32Array(samples);
  for (const { hz, quality, gain } of FORMANTS) {
    addInto(bark, filtered(source, biquad("band", hz, quality, RATE_HZ)), 0, gain);
  }
  return bark;
}
