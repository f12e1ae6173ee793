import { describe, expect, it } from "vitest";
import { soundSample, soundSamples } from "./finite.ts";

describe("sound samples", () => {
  it("are left alone, over full scale too", () => {
    for (const sample of [0, -0, 1, -1, 40, 1e-40, 1e29]) expect(soundSample(sample)).toBe(sample);
    const samples = Float32Array.of(0.5, -7);
    expect(soundSamples(samples)).toBe(samples);
  });

  it("take the place of damage, in a copy", () => {
    const damaged = Float32Array.of(1, NaN, Infinity, -Infinity, 3e38, -3e38, 2);
    expect(soundSamples(damaged)).toEqual(Float32Array.of(1, 0, 0, 0, 0, 0, 2));
    expect(damaged[1]).toBeNaN();
  });
});
