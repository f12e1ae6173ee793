import { describe, expect, it } from "vitest";
import { type Level, LevelMeter } from "./level.ts";
import { cutAtRandom, noise, tone } from "./test-signals.ts";

function levels(samples: Float32Array, sampleRateHz: number): Level[] {
  return new LevelMeter(sampleRateHz).push(samples);
}

describe("LevelMeter", () => {
  it("reads a full-scale sine as 0 dB peak and -3.01 dB RMS", () => {
    for (const { peakDb, rmsDb } of levels(tone(1000, 48000, 48000), 48000)) {
      expect(peakDb).toBeCloseTo(0, 4);
      expect(rmsDb).toBeCloseTo(-3.0103, 3);
    }
  });

  it("reads digital silence as -Infinity", () => {
    const [level] = levels(new Float32Array(400), 16000);
    expect(level).toEqual({ startSample: 0, peakDb: -Infinity, rmsDb: -Infinity, clippedFrames: 0 });
  });

  it("ticks 40 times a second at whole samples, without drift at 44.1 kHz", () => {
    const starts = levels(new Float32Array(441000), 44100).map((level) => level.startSample);
    expect(starts).toHaveLength(400);
    expect(starts.slice(0, 4)).toEqual([0, 1102, 2205, 3307]);
    expect(starts.at(-1)).toBe(439897);
  });

  it("counts the samples of flattened tops, not a single full-scale peak", () => {
    const samples = new Float32Array(800);
    samples[10] = 1;
    samples.set([0.999, -1, 1.5], 100);
    samples.set([1, 0.99, 1], 200);
    expect(levels(samples, 16000).map((level) => level.clippedFrames)).toEqual([3, 0]);
  });

  it("counts a run over a tick's edge once", () => {
    const samples = new Float32Array(800);
    samples.set([1, 1, 1], 399);
    expect(levels(samples, 16000).map((level) => level.clippedFrames)).toEqual([0, 3]);
  });

  it("keeps a loud tick out of the next", () => {
    const samples = new Float32Array(800).fill(0.5, 0, 400).fill(0.25, 400);
    const decibels = levels(samples, 16000).flatMap(({ peakDb, rmsDb }) => [peakDb, rmsDb]);
    [-6.0206, -6.0206, -12.0412, -12.0412].forEach((db, i) => {
      expect(decibels[i]).toBeCloseTo(db, 3);
    });
  });

  it("doesn't mind how the stream is cut", () => {
    const samples = Float32Array.from(noise(9000), (x) => Math.max(-1, Math.min(1, 1.5 * x)));
    const whole = levels(samples, 11025);
    expect(whole.some((level) => level.clippedFrames > 0)).toBe(true);
    for (const seed of [2, 3]) {
      const meter = new LevelMeter(11025);
      expect(cutAtRandom(samples, 600, seed).flatMap((chunk) => meter.push(chunk))).toEqual(whole);
    }
  });

  it("hears NaN, Infinity and damage as silence", () => {
    const samples = new Float32Array(400).fill(0.5);
    samples.set([NaN, Infinity, 3e38], 50);
    const [level] = levels(samples, 16000);
    expect(level?.peakDb).toBeCloseTo(-6.0206, 3);
    expect(level?.rmsDb).toBeCloseTo(-6.0206 + 10 * Math.log10(397 / 400), 3);
    expect(level?.clippedFrames).toBe(0);
  });

  it("refuses rates it can't tick at", () => {
    for (const hz of [0, 39, 44100.5, NaN]) expect(() => new LevelMeter(hz)).toThrow(RangeError);
  });
});
