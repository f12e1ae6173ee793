/** A snare drum: two modes of the head that drop in pitch, and the rattle of the wires beneath. */
import { SNARE_DRUM } from "./facts.ts";
import type { SampleSound } from "./sample-sound.ts";
import { addInto, biquad, burst, filtered, finished, type Signal } from "./synthesis.ts";

const RATE_HZ = SNARE_DRUM.sampleRateHz;
const LENGTH_S = 4;
const STROKES_S = [0.1, 1.1, 2.1, 3.1];

export const snareDrum: SampleSound = {
  ...SNARE_DRUM,
  render: () => {
    const drum = new Float32Array(LENGTH_S * RATE_HZ);
    STROKES_S.forEach((atS, index) => {
      addInto(drum, renderStroke(index), Math.round(atS * RATE_HZ), 1);
    });
    return finished(drum, RATE_HZ);
  },
};

function renderStroke(seed: number): Signal {
  const stroke = new Float32Array(Math.round(0.8 * RATE_HZ));
  for (const { hz, decayS, gain } of [
    { hz: 185, decayS: 0.09, gain: 1 },
    { hz: 330, decayS: 0.06, gain: 0.6 },
    { hz: 480, decayS: 0.035, gain: 0.3 },
  ]) {
    let phase = 0;
    const mode = Float32Array.from({ length: stroke.length }, (_, n) => {
      const timeS = n / RATE_HZ;
      phase += (2 * Math.PI * hz * (1 + 0.35 * Math.exp(-timeS / 0.012))) / RATE_HZ;
      return Math.sin(phase) * Math.exp(-timeS / decayS);
    });
    addInto(stroke, mode, 0, gain);
  }
  const wires = filtered(
    burst(0.11, 0.8, RATE_HZ, 40 + seed),
    biquad("high", 1500, 0.6, RATE_HZ),
    biquad("band", 4500, 0.4, RATE_HZ),
  );
  addInto(stroke, wires, 0, 1.2);
  addInto(stroke, burst(0.002, 0.02, RATE_HZ, 60 + seed), 0, 0.6);
  return stroke;
}
