import { describe, expect, it } from "vitest";
import { hertzToMel } from "./mel-filters.ts";
import { SPECTROGRAM_BINS, SpectralColumns, type SpectrogramColumn } from "./spectral-column.ts";
import { cutAtRandom, noise, tone } from "./test-signals.ts";

const RATES_HZ = [8000, 16000, 22050, 44100, 48000, 96000, 192000];

function columns(samples: Float32Array, sampleRateHz: number): SpectrogramColumn[] {
  return new SpectralColumns(sampleRateHz).push(samples);
}

describe("SpectralColumns", () => {
  it.each(RATES_HZ)("shows a full-scale tone in its own band at -4 to +1 dB, at %i Hz", (sampleRateHz) => {
    const topHz = Math.min(8000, sampleRateHz / 2);
    for (const hz of [200, 440, 1000, 3000]) {
      const last = columns(tone(hz, sampleRateHz, sampleRateHz / 2), sampleRateHz).at(-1);
      const bins = [...(last?.bins ?? [])];
      const loudest = bins.indexOf(Math.max(...bins));
      const band =
        ((hertzToMel(hz) - hertzToMel(50)) / (hertzToMel(topHz) - hertzToMel(50))) * (SPECTROGRAM_BINS + 1) - 1;
      expect(Math.abs(loudest - band), `${hz} Hz`).toBeLessThanOrEqual(1);
      expect(Math.max(...bins), `${hz} Hz`).toBeGreaterThanOrEqual(255 * 0.96);
    }
  });

  it.each(RATES_HZ)(
    "shows a tone at -20 dB as -24 to -19 dB, and nothing above -85 dB far from it, at %i Hz",
    (sampleRateHz) => {
      const byteOf = (db: number) => 255 * (1 + db / 100);
      // 23 and 37 samples of offset: the history must be unrolled at any position, not at a whole turn only.
      for (const samples of [sampleRateHz / 2 + 23, sampleRateHz / 2 + 37 + Math.floor(sampleRateHz / 40)]) {
        const bins = [...(columns(tone(1000, sampleRateHz, samples, 0.1), sampleRateHz).at(-1)?.bins ?? [])];
        expect(Math.max(...bins)).toBeLessThanOrEqual(byteOf(-19));
        expect(Math.max(...bins)).toBeGreaterThanOrEqual(byteOf(-24));
        const loudest = bins.indexOf(Math.max(...bins));
        const far = bins.filter((_, band) => Math.abs(band - loudest) > 15);
        expect(Math.max(...far)).toBeLessThanOrEqual(byteOf(-85));
      }
    },
  );

  it("maps decibels to bytes: 40 dB less is 102 less, silence is 0", () => {
    const peak = (amplitude: number) =>
      Math.max(...(columns(tone(1000, 48000, 9600, amplitude), 48000).at(-1)?.bins ?? []));
    expect(peak(0.5) - peak(0.005)).toBeGreaterThanOrEqual(101);
    expect(peak(0.5) - peak(0.005)).toBeLessThanOrEqual(103);
    expect(
      columns(new Float32Array(4800), 48000)
        .at(-1)
        ?.bins.every((byte) => byte === 0),
    ).toBe(true);
  });

  it("gives 40 columns a second at whole samples, without drift", () => {
    const made = columns(new Float32Array(441000), 44100);
    expect(made).toHaveLength(400);
    expect(made.slice(0, 4).map((column) => column.startSample)).toEqual([0, 1102, 2205, 3307]);
    expect(made.every((column) => column.bins.length === SPECTROGRAM_BINS)).toBe(true);
  });

  it("shows a burst in its own column, not before", () => {
    const samples = new Float32Array(48000);
    samples.set(tone(2000, 48000, 1200), 12 * 1200);
    const made = columns(samples, 48000).map((column) => Math.max(...column.bins));
    expect(made.slice(0, 12).every((byte) => byte === 0)).toBe(true);
    expect(made[12]).toBeGreaterThan(230);
    expect(made.slice(14).every((byte) => byte === 0)).toBe(true);
  });

  it("doesn't mind how the stream is cut", () => {
    const samples = Float32Array.from(noise(12000));
    const whole = columns(samples, 22050);
    for (const seed of [2, 3]) {
      const cut = new SpectralColumns(22050);
      expect(cutAtRandom(samples, 900, seed).flatMap((chunk) => cut.push(chunk))).toEqual(whole);
    }
  });

  it("hears NaN and Infinity as silence", () => {
    const samples = Float32Array.from(noise(16000));
    const damaged = samples.slice();
    samples[5000] = 0;
    samples[5001] = 0;
    damaged.set([NaN, Infinity], 5000);
    expect(columns(damaged, 16000)).toEqual(columns(samples, 16000));
  });

  it("refuses rates without room for its bands", () => {
    for (const hz of [0, 999, 44100.5, NaN]) expect(() => new SpectralColumns(hz)).toThrow(RangeError);
  });
});
