import { describe, expect, it } from "vitest";
import { LevelTrack, levelOf } from "./sound-levels.ts";

const RATE_HZ = 16_000;

function levelsOf(samples: Float32Array, cut = samples.length, rateHz = RATE_HZ) {
  const track = new LevelTrack(rateHz);
  for (let at = 0; at < samples.length; at += cut) track.push(samples.subarray(at, at + cut));
  return track.snapshot();
}

describe("LevelTrack", () => {
  it("tells the root mean square of every tenth of a second, in half decibels above -120 dBFS", () => {
    const samples = new Float32Array(3 * 1600);
    samples.fill(1, 0, 1600); // 0 dBFS
    for (let n = 1600; n < 3200; n++) samples[n] = 0.1 * Math.SQRT2 * Math.sin((2 * Math.PI * 440 * n) / RATE_HZ); // -20
    expect(levelsOf(samples)).toEqual({ levelS: 0.1, levels: Uint8Array.of(240, 200, 0) });
  });

  it("is the same however the sound is cut, and counts a stretch that has only begun", () => {
    const samples = Float32Array.from({ length: 5000 }, (_, n) => Math.sin(n) / (1 + n / 1000));
    const whole = levelsOf(samples);
    expect(whole.levels).toHaveLength(4);
    for (const cut of [1, 7, 1600, 4999]) expect(levelsOf(samples, cut)).toEqual(whole);
  });

  it("goes on for hours, and takes damage for silence", () => {
    const track = new LevelTrack(100);
    for (let minute = 0; minute < 600; minute++) track.push(new Float32Array(6000).fill(0.5));
    track.push(Float32Array.of(Number.NaN, Number.POSITIVE_INFINITY, 0, 0, 0, 0, 0, 0, 0, 0));
    const { levels } = track.snapshot();
    expect(levels).toHaveLength(360_001);
    expect([levels[0], levels[359_999], levels[360_000]]).toEqual([levelOf(-6.02), levelOf(-6.02), 0]);
  });

  it("says how long a stretch is where the rate is no multiple of ten", () => {
    expect(levelsOf(new Float32Array(11_025), 512, 11_025).levelS).toBeCloseTo(1103 / 11_025, 12);
  });
});
