import { describe, expect, it } from "vitest";
import { SAMPLES } from "./catalogue.ts";
import { SAMPLE_FACTS } from "./facts.ts";
import { SAMPLE_PEAK } from "./sample-sound.ts";

it("has every sound that is offered, in the same order", () => {
  expect(SAMPLES.map(({ id }) => id)).toEqual(SAMPLE_FACTS.map(({ id }) => id));
});

describe.each(SAMPLES)("$name", ({ render, sampleRateHz }) => {
  const waveform = render();

  it("is a sound of 2 to 5 seconds, finite, at the peak level", () => {
    expect(waveform.every(Number.isFinite)).toBe(true);
    const lengthS = waveform.length / sampleRateHz;
    expect(lengthS).toBeGreaterThanOrEqual(2);
    expect(lengthS).toBeLessThanOrEqual(5);
    const peak = waveform.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expect(peak).toBeCloseTo(SAMPLE_PEAK, 2);
  });

  it("is the same at every call", () => {
    const again = render();
    expect(again).toHaveLength(waveform.length);
    expect(again.every((value, n) => value === waveform[n])).toBe(true);
  });

  it("can be looped without a click", () => {
    expect([Math.abs(waveform[0] ?? 1), Math.abs(waveform.at(-1) ?? 1)]).toEqual([0, 0]);
  });
});

it("has an id for each sound", () => {
  expect(new Set(SAMPLES.map(({ id }) => id)).size).toBe(SAMPLES.length);
});
