import { describe, expect, it } from "vitest";
import { hertzToMel } from "./mel-filters.ts";
import { SpectralSlice } from "./spectral-slice.ts";
import { tone } from "./test-signals.ts";

const RATE_HZ = 44_100;
const SIZE = 2048;

function measure(hz: number, numBins: number): Uint8Array {
  const slice = new SpectralSlice({ sampleRateHz: RATE_HZ, frameSamples: SIZE, numBins, maxHz: 16_000 });
  const out = new Uint8Array(numBins);
  slice.measure(Float64Array.from(tone(hz, RATE_HZ, SIZE)), out);
  return out;
}

describe("SpectralSlice", () => {
  it.each([64, 128, 256])("shows a tone in its own of %i bands, narrow ones too", (numBins) => {
    const stepMel = (hertzToMel(16_000) - hertzToMel(50)) / (numBins + 1);
    for (const hz of [100, 300, 1000, 5000]) {
      const bytes = [...measure(hz, numBins)];
      const band = (hertzToMel(hz) - hertzToMel(50)) / stepMel - 1;
      expect(Math.max(...bytes), `${hz} Hz`).toBeGreaterThanOrEqual(255 * 0.94);
      // Half the Hann window's main lobe, in bands.
      const lobe = ((2 * RATE_HZ) / SIZE / (hz + 700)) * (1127 / stepMel);
      expect(Math.abs(bytes.indexOf(Math.max(...bytes)) - band), `${hz} Hz`).toBeLessThanOrEqual(1 + lobe / 2);
    }
  });

  it("leaves no band dark where bands are narrower than the spectrum's resolution", () => {
    const slice = new SpectralSlice({ sampleRateHz: RATE_HZ, frameSamples: SIZE, numBins: 256, maxHz: 16_000 });
    const click = new Float64Array(SIZE);
    click[SIZE / 2] = 1;
    const out = new Uint8Array(256);
    slice.measure(click, out);
    const low = [...out.subarray(0, 100)];
    expect(Math.max(...low) - Math.min(...low)).toBeLessThanOrEqual(8);
    expect(click[SIZE / 2]).toBe(1);
  });
});
