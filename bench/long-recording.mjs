/** Varied sound of our own making for measurements: tones that glide, ticks, bursts of noise, pauses. 44.1 kHz stereo. */
import { writeWav } from "../e2e/fixtures/wav.mjs";

const RATE_HZ = 44_100;

/**
 * @param {string} file
 * @param {number} durationS
 */
export function makeRecording(file, durationS) {
  const frames = Math.round(durationS * RATE_HZ);
  const left = new Float32Array(frames);
  const right = new Float32Array(frames);
  let seed = 1;
  const noise = () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed / 2 ** 31 - 1;
  };
  let phase = 0;
  for (let frame = 0; frame < frames; frame++) {
    const timeS = frame / RATE_HZ;
    const act = Math.floor(timeS / 7) % 5;
    phase += (2 * Math.PI * (220 + 180 * Math.sin(timeS / 3))) / RATE_HZ;
    const tone = act === 0 || act === 3 ? 0.2 * Math.sin(phase) + 0.1 * Math.sin(3 * phase) : 0;
    const tick = act === 1 ? 0.6 * noise() * Math.exp(-(timeS % 0.5) * 90) : 0;
    const rain = act === 2 || act === 3 ? 0.15 * noise() : 0;
    const floor = 0.002 * noise();
    left[frame] = tone + tick + rain + floor;
    right[frame] = 0.7 * tone + tick + 0.15 * (act === 2 ? noise() : 0) + floor;
  }
  writeWav(file, [left, right], RATE_HZ);
}
