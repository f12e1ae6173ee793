/** Recordings are what they say they are: tones as clips, so that no file is needed. */
import { expect, test } from "@playwright/test";
import { COMPOSED_RATE_HZ, COMPOSED_S, composeRecording } from "./compose.ts";
import { rootMeanSquare } from "./compose-noise.ts";
import { type SourceClip, soundOf } from "./compose-sound.ts";

/** A tone between stretches of digital silence. */
function tone(label: string, hz: number, fromS: number, toS: number, lengthS = 5): SourceClip {
  const samples = Float32Array.from({ length: lengthS * COMPOSED_RATE_HZ }, (_, n) => {
    const s = n / COMPOSED_RATE_HZ;
    return s >= fromS && s < toS ? 0.5 * Math.sin(2 * Math.PI * hz * s) : 0;
  });
  return { label, samples };
}

const CLIPS = Array.from({ length: 30 }, (_, i) => tone(`tone ${i % 10}`, 300 + 50 * i, 1, 1.5 + (i % 6) / 2));

test("the same seed gives the same recording, another seed another one", () => {
  const [first, again, other] = [7, 7, 8].map((seed) => composeRecording(CLIPS, seed));
  expect(again?.events).toEqual(first?.events);
  expect(again?.samples.every((sample, n) => sample === first?.samples[n])).toBe(true);
  expect(other?.events).not.toEqual(first?.events);
});

test("ends with an event, has one after the tenth minute, and both are heard before as well", () => {
  for (const seed of [1, 2, 3, 4, 5]) {
    const { samples, events } = composeRecording(CLIPS, seed);
    expect(samples.length).toBe(Math.round(COMPOSED_S * COMPOSED_RATE_HZ));
    expect(events.length).toBeGreaterThanOrEqual(17);
    expect(events.length).toBeLessThanOrEqual(27);
    const [late, last] = events.filter(({ startS }) => startS >= 600);
    expect(late?.startS).toBeLessThan(602);
    expect(COMPOSED_S - (last?.endS ?? 0)).toBeLessThanOrEqual(0.3);
    for (const again of [late, last]) {
      const places = events.filter(({ clip }) => clip === again?.clip).map(({ startS }) => startS < 600);
      expect(places).toEqual([true, false]);
    }
  }
});

test("events lie where the sound is, as loud as they say", () => {
  const { samples, events } = composeRecording(CLIPS, 3);
  const rms = (startS: number, endS: number) =>
    rootMeanSquare(samples.subarray(Math.round(startS * COMPOSED_RATE_HZ), Math.round(endS * COMPOSED_RATE_HZ)));
  for (const [index, { startS, endS, snrDb }] of events.entries()) {
    const isAlone = events.every((other, i) => i === index || other.startS > endS + 0.5 || other.endS < startS - 0.5);
    if (!isAlone || startS < 0.5) continue;
    const beforeDb = 20 * Math.log10(rms(startS - 0.4, startS - 0.05));
    const insideDb = 20 * Math.log10(rms(startS + 0.05, endS - 0.05));
    expect(insideDb - beforeDb).toBeGreaterThan(snrDb - 3);
    expect(insideDb - beforeDb).toBeLessThan(snrDb + 4);
  }
});

test("a sound is audible from its first sample to where it sinks into the noise; a long rest parts it", () => {
  const clip = tone("decay", 440, 1, 5);
  for (const [n, sample] of clip.samples.entries()) {
    clip.samples[n] = sample * 10 ** -(n / COMPOSED_RATE_HZ - 1); // 20 dB a second
  }
  const [rate, noiseRms] = [COMPOSED_RATE_HZ, 0.005];
  const decay = soundOf(clip, rate, noiseRms, 10);
  expect(decay.spans).toHaveLength(1);
  expect(decay.spans[0]?.[0]).toBe(0);
  const shorter = (decay.spans[0]?.[1] ?? 0) / rate;
  const louder = (soundOf(clip, rate, noiseRms, 16).spans[0]?.[1] ?? 0) / rate;
  expect(louder - shorter).toBeCloseTo(0.3, 1); // 6 dB

  const twice = {
    label: "twice",
    samples: tone("", 440, 0, 1, 8).samples.map((s, n) => s || (n > 4 * rate && n < 5 * rate ? 0.4 : 0)),
  };
  expect(soundOf(twice, rate, noiseRms, 20).spans.map((span) => span.map((n) => Math.round(n / rate)))).toEqual([
    [0, 1],
    [4, 5],
  ]);
});
