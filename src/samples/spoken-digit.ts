/**
 * A synthetic voice says "seven", twice. Formants: Peterson & Barney 1952 (men) for the vowels, Klatt 1980 for the consonants;
 * times as in unhurried speech.
 */

import { SPOKEN_SEVEN } from "./facts.ts";
import { speak, VOICE_RATE_HZ, type VoiceFrame } from "./formant-voice.ts";
import type { SampleSound } from "./sample-sound.ts";
import { addInto, finished } from "./synthesis.ts";

const WORD_S = 0.9;
const WORDS_AT_S = [0.1, 1.2];
const LENGTH_S = 2.3;

/** Columns: time, pitch, gains of voice, breath and hiss, the three formants, bandwidth of the first. */
const SEVEN: readonly (readonly number[])[] = [
  // s
  [0.1, 120, 0, 0, 0, 400, 1700, 2550, 60],
  [0.15, 120, 0, 0, 1, 400, 1700, 2550, 60],
  [0.26, 120, 0, 0, 1, 400, 1700, 2550, 60],
  // e
  [0.28, 125, 0.2, 0, 0.3, 420, 1700, 2550, 60],
  [0.31, 128, 1, 0.1, 0, 530, 1750, 2500, 60],
  [0.38, 125, 1, 0.1, 0, 560, 1750, 2480, 60],
  // v
  [0.43, 118, 0.8, 0.1, 0, 400, 1300, 2300, 60],
  [0.46, 115, 0.4, 0.1, 0.05, 280, 1150, 2200, 60],
  [0.49, 112, 0.4, 0.1, 0.05, 280, 1150, 2200, 60],
  // schwa
  [0.52, 110, 0.8, 0.1, 0, 450, 1350, 2450, 60],
  [0.57, 106, 0.7, 0.1, 0, 430, 1450, 2500, 60],
  // n
  [0.6, 102, 0.4, 0, 0, 270, 1450, 2500, 150],
  [0.68, 95, 0.35, 0, 0, 250, 1450, 2500, 150],
  [0.74, 90, 0, 0, 0, 250, 1450, 2500, 150],
];

export const spokenDigit: SampleSound = {
  ...SPOKEN_SEVEN,
  render: () => {
    const word = speak(SEVEN.map(voiceFrame), WORD_S, 9);
    const speech = new Float32Array(Math.round(LENGTH_S * VOICE_RATE_HZ));
    for (const atS of WORDS_AT_S) addInto(speech, word, Math.round(atS * VOICE_RATE_HZ), 1);
    return finished(speech, VOICE_RATE_HZ);
  },
};

function voiceFrame(row: readonly number[]): VoiceFrame {
  const [timeS = 0, pitchHz = 0, voice = 0, breath = 0, hiss = 0, f1 = 0, f2 = 0, f3 = 0, firstBandwidthHz = 60] = row;
  return {
    timeS,
    pitchHz,
    voice,
    breath,
    hiss,
    hissHz: 5000,
    hissBandwidthHz: 1500,
    formantsHz: [f1, f2, f3],
    bandwidthsHz: [firstBandwidthHz, 90, 150],
  };
}
