/**
 * A mechanical wall clock, two ticks a second, one a little lower than the other. A tick is three knocks within 20 ms (drop,
 * lock and impulse of the escapement), each a click of noise that sets the case ringing, and a trace of the room.
 */
import { TICKING_CLOCK } from "./facts.ts";
import type { SampleSound } from "./sample-sound.ts";
import { addInto, biquad, burst, filtered, finished, ring, type Signal, whiteNoise } from "./synthesis.ts";

const RATE_HZ = TICKING_CLOCK.sampleRateHz;
const LENGTH_S = 4;
const TICKS_PER_S = 2;
const KNOCKS = [
  { atS: 0, gain: 0.5 },
  { atS: 0.007, gain: 0.25 },
  { atS: 0.016, gain: 1 },
] as const;
const CASE_RINGS = [
  { hz: 1150, decayS: 0.008, gain: 0.25 },
  { hz: 2380, decayS: 0.006, gain: 0.5 },
  { hz: 3720, decayS: 0.004, gain: 0.6 },
  { hz: 5650, decayS: 0.003, gain: 0.4 },
  { hz: 8100, decayS: 0.002, gain: 0.3 },
] as const;

export const tickingClock: SampleSound = {
  ...TICKING_CLOCK,
  render: () => {
    const clock = whiteNoise(LENGTH_S * RATE_HZ, 5).map((value) => value * 0.0008);
    for (let tick = 0; tick < LENGTH_S * TICKS_PER_S; tick++) {
      const at = Math.round((tick / TICKS_PER_S + 0.05) * RATE_HZ);
      addInto(clock, renderTick(tick, tick % 2 === 0 ? 1 : 0.93), at, tick % 2 === 0 ? 1 : 0.8);
    }
    return finished(clock, RATE_HZ);
  },
};

function renderTick(seed: number, pitch: number): Signal {
  const tick = new Float32Array(Math.round(0.2 * RATE_HZ));
  for (const { atS, gain } of KNOCKS) {
    const at = Math.round(atS * RATE_HZ);
    const click = filtered(burst(0.0012, 0.02, RATE_HZ, 100 + seed), biquad("high", 1500 * pitch, 0.7, RATE_HZ));
    addInto(tick, click, at, gain * 0.5);
    for (const { hz, decayS, gain: share } of CASE_RINGS) {
      addInto(tick, ring(hz * pitch, decayS, decayS * 7, RATE_HZ), at, gain * share);
    }
  }
  const room = filtered(burst(0.03, 0.15, RATE_HZ, 200 + seed), biquad("band", 2500, 0.6, RATE_HZ));
  addInto(tick, room, Math.round(0.02 * RATE_HZ), 0.06);
  return tick;
}
