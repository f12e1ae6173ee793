import { describe, expect, it } from "vitest";
import { PowerSpectrum } from "./fft.ts";
import { largestDifference, noise } from "./test-signals.ts";

/** The definition, term by term. */
function slowPower(frame: Float64Array): Float64Array {
  return Float64Array.from({ length: frame.length / 2 + 1 }, (_, k) => {
    let re = 0;
    let im = 0;
    frame.forEach((x, n) => {
      const angle = (2 * Math.PI * ((k * n) % frame.length)) / frame.length;
      re += x * Math.cos(angle);
      im -= x * Math.sin(angle);
    });
    return re * re + im * im;
  });
}

describe("PowerSpectrum", () => {
  it.each([8, 16, 32, 64, 128, 256, 512, 1024])("is the discrete Fourier transform's power, %i samples", (size) => {
    for (const seed of [1, 2, 3]) {
      const frame = noise(size, seed);
      const power = new Float64Array(size / 2 + 1);
      new PowerSpectrum(size).compute(frame.slice(), power);
      expect(largestDifference(power, slowPower(frame))).toBeLessThan(1e-10);
    }
  });

  it("resolves a tone 290 dB above what it leaves elsewhere", () => {
    const size = 512;
    const frame = Float64Array.from({ length: size }, (_, n) => Math.cos((2 * Math.PI * 37 * n) / size));
    const power = new Float64Array(size / 2 + 1);
    new PowerSpectrum(size).compute(frame, power);
    expect(power[37]).toBeCloseTo((size / 2) ** 2, 6);
    power[37] = 0;
    expect(Math.max(...power)).toBeLessThan((size / 2) ** 2 * 1e-29);
  });

  it("keeps nothing between frames", () => {
    const spectrum = new PowerSpectrum(64);
    const first = new Float64Array(33);
    const again = new Float64Array(33);
    spectrum.compute(noise(64, 5), first);
    spectrum.compute(noise(64, 6), again);
    expect(again).not.toEqual(first);
    spectrum.compute(noise(64, 5), again);
    expect(again).toEqual(first);
  });

  it.each([0, 4, 100, 12.5, NaN])("refuses a size of %d", (size) => {
    expect(() => new PowerSpectrum(size)).toThrow(RangeError);
  });

  it("refuses arrays of another length", () => {
    expect(() => new PowerSpectrum(64).compute(new Float64Array(63), new Float64Array(33))).toThrow(RangeError);
    expect(() => new PowerSpectrum(64).compute(new Float64Array(64), new Float64Array(32))).toThrow(RangeError);
  });
});
