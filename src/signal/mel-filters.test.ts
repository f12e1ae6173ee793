import { describe, expect, it } from "vitest";
import { hertzToMel, MelFilters } from "./mel-filters.ts";

const AST = { numMelBins: 64, numFrequencyBins: 257, sampleRateHz: 16000, minHz: 20, maxHz: 8000 };

function apply(filters: MelFilters, power: Float64Array): Float64Array {
  const energies = new Float64Array(filters.numMelBins);
  filters.apply(power, energies);
  return energies;
}

describe("mel filters", () => {
  it("follow Kaldi's scale, on which 1000 Hz is 1000 mel", () => {
    expect(hertzToMel(0)).toBe(0);
    expect(hertzToMel(1000)).toBeCloseTo(1000, 1);
  });

  it("share each bin inside the band between two neighbours, whose weights add to 1", () => {
    const filters = new MelFilters(AST);
    const mel = (bin: number) => hertzToMel((bin * 16000) / 512);
    const lastCentre = hertzToMel(20) + (64 * (hertzToMel(8000) - hertzToMel(20))) / 65;
    for (let bin = 0; bin < 257; bin++) {
      const power = new Float64Array(257);
      power[bin] = 1;
      const energies = apply(filters, power);
      expect(energies.filter((energy) => energy > 0).length).toBeLessThanOrEqual(2);
      const sum = energies.reduce((a, b) => a + b);
      if (mel(bin) > hertzToMel(20) + 50 && mel(bin) < lastCentre) expect(sum).toBeCloseTo(1, 12);
      if (bin === 0 || bin === 256) expect(sum).toBeCloseTo(0, 12);
    }
  });

  it("give 0 where a filter is narrower than a bin, as Python does", () => {
    const energies = apply(new MelFilters({ ...AST, numMelBins: 128 }), new Float64Array(257).fill(1));
    expect(energies.length).toBe(128);
    expect(energies.some((energy) => energy === 0)).toBe(true);
    expect(energies.subarray(40).every((energy) => energy > 0)).toBe(true);
  });

  it("refuse a band or a count that makes no filters", () => {
    expect(() => new MelFilters({ ...AST, numMelBins: 0 })).toThrow(RangeError);
    expect(() => new MelFilters({ ...AST, minHz: 9000 })).toThrow(RangeError);
  });
});
