/**
 * A small formant synthesiser after D. Klatt, "Software for a cascade/parallel formant synthesizer" (JASA 67, 1980): a
 * glottal pulse train and breath through a cascade of five resonances, frication noise through resonances of its own. Driven
 * by a track of frames between which every parameter moves in a straight line.
 */
import { type Signal, whiteNoise } from "./synthesis.ts";

export const VOICE_RATE_HZ = 16_000;
const UPPER_FORMANTS = [
  { hz: 3500, bandwidthHz: 250 },
  { hz: 4500, bandwidthHz: 400 },
] as const;

export interface VoiceFrame {
  readonly timeS: number;
  readonly pitchHz: number;
  /** Linear gains: voicing, breath through the formants, frication past them. */
  readonly voice: number;
  readonly breath: number;
  readonly hiss: number;
  /** Centre and bandwidth of the frication. */
  readonly hissHz: number;
  readonly hissBandwidthHz: number;
  /** First three formants and their bandwidths. */
  readonly formantsHz: readonly [number, number, number];
  readonly bandwidthsHz: readonly [number, number, number];
}

/** Speaks the track; level is arbitrary. */
export function speak(track: readonly VoiceFrame[], lengthS: number, seed: number): Signal {
  const samples = Math.round(lengthS * VOICE_RATE_HZ);
  const noise = whiteNoise(samples, seed);
  const speech = new Float32Array(samples);
  const cascade = [new Resonance(), new Resonance(), new Resonance(), new Resonance(), new Resonance()];
  const hiss = [new Resonance(), new Resonance()];
  const glottis = new Glottis();
  for (let n = 0; n < samples; n++) {
    const frame = frameAt(track, n / VOICE_RATE_HZ);
    const white = noise[n] ?? 0;
    let sound = frame.voice * glottis.next(frame.pitchHz) + frame.breath * 0.1 * white;
    cascade.forEach((resonance, index) => {
      const upper = UPPER_FORMANTS[index - 3];
      const hz = frame.formantsHz[index] ?? upper?.hz ?? 0;
      sound = resonance.next(sound, hz, frame.bandwidthsHz[index] ?? upper?.bandwidthHz ?? 0);
    });
    let frication = white * frame.hiss;
    for (const resonance of hiss) frication = resonance.next(frication, frame.hissHz, frame.hissBandwidthHz, true);
    speech[n] = sound + frication;
  }
  return speech;
}

/** Klatt's two-pole resonance, gain 1 at 0 Hz (or, for noise, at its centre), retuned at every sample. */
class Resonance {
  #y1 = 0;
  #y2 = 0;

  next(input: number, hz: number, bandwidthHz: number, unityAtCentre = false): number {
    const radius = Math.exp((-Math.PI * bandwidthHz) / VOICE_RATE_HZ);
    const cos = Math.cos((2 * Math.PI * hz) / VOICE_RATE_HZ);
    const b = 2 * radius * cos;
    const c = -radius * radius;
    const a = unityAtCentre
      ? (1 - radius) * Math.sqrt(1 - 2 * radius * (2 * cos * cos - 1) + radius * radius)
      : 1 - b - c;
    const output = a * input + b * this.#y1 + c * this.#y2;
    this.#y2 = this.#y1;
    this.#y1 = output;
    return output;
  }
}

/** Derivative of Rosenberg's glottal pulse (JASA 49, 1971): opens over 40 % of the period, closes over 16 %. */
class Glottis {
  #phase = 0;

  next(pitchHz: number): number {
    this.#phase = (this.#phase + pitchHz / VOICE_RATE_HZ) % 1;
    const [opening, closing] = [0.4, 0.16];
    if (this.#phase < opening) return (0.5 * Math.sin((Math.PI * this.#phase) / opening)) / opening;
    const closed = (this.#phase - opening) / closing;
    return closed < 1 ? -Math.sin((Math.PI * closed) / 2) / closing : 0;
  }
}

function frameAt(track: readonly VoiceFrame[], timeS: number): VoiceFrame {
  const index = track.findIndex((frame) => frame.timeS > timeS);
  const to = track[index === -1 ? track.length - 1 : index];
  const from = track[index === -1 ? track.length - 1 : Math.max(0, index - 1)];
  if (from === undefined || to === undefined) throw new RangeError("A voice track needs at least one frame.");
  const share = to.timeS === from.timeS ? 0 : Math.min(1, Math.max(0, (timeS - from.timeS) / (to.timeS - from.timeS)));
  const mix = (a: number, b: number): number => a + (b - a) * share;
  const mix3 = (
    a: readonly [number, number, number],
    b: readonly [number, number, number],
  ): [number, number, number] => [mix(a[0], b[0]), mix(a[1], b[1]), mix(a[2], b[2])];
  return {
    timeS,
    pitchHz: mix(from.pitchHz, to.pitchHz),
    voice: mix(from.voice, to.voice),
    breath: mix(from.breath, to.breath),
    hiss: mix(from.hiss, to.hiss),
    hissHz: mix(from.hissHz, to.hissHz),
    hissBandwidthHz: mix(from.hissBandwidthHz, to.hissBandwidthHz),
    formantsHz: mix3(from.formantsHz, to.formantsHz),
    bandwidthsHz: mix3(from.bandwidthsHz, to.bandwidthsHz),
  };
}
