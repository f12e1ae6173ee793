import { describe, expect, it } from "vitest";
import { designFilterBank, type FilterBank } from "./filter-bank.ts";

/** Level in dB at a frequency in cycles per input sample of the filter that all rows make together. */
function responseDb({ taps, steps, rows, interpolated }: FilterBank, frequency: number): number {
  let re = 0;
  let im = 0;
  for (let r = 0; r < steps; r++) {
    for (let i = 0; i < taps; i++) {
      const angle = 2 * Math.PI * frequency * (i - r / steps);
      re += (rows[r * taps + i] ?? 0) * Math.cos(angle);
      im += (rows[r * taps + i] ?? 0) * Math.sin(angle);
    }
  }
  expect(interpolated).toBe(false);
  return 20 * Math.log10(Math.hypot(re, im) / steps);
}

describe("filter bank", () => {
  it.each([
    [1, 3],
    [1, 2],
    [2, 1],
    [160, 441],
  ])("has the designed bands, ratio %i/%i", (up, down) => {
    const bank = designFilterBank(up, down);
    const nyquist = 0.5 * Math.min(1, up / down);
    for (const share of [0, 0.2, 0.5, 0.8, 0.91]) {
      expect(Math.abs(responseDb(bank, share * nyquist)), `${share}`).toBeLessThan(0.001);
    }
    for (const share of [1, 1.003, 1.02, 1.1, 1.7, 2, 2.6]) {
      expect(responseDb(bank, share * nyquist), `${share}`).toBeLessThan(-99);
    }
  });

  it("has a row for each phase where they fit, and 1024·ratio + 1 to interpolate where they don't", () => {
    expect(designFilterBank(160, 441)).toMatchObject({ steps: 160, interpolated: false });
    expect(designFilterBank(640, 441)).toMatchObject({ steps: 640, interpolated: false });
    const many = designFilterBank(16000, 44101);
    expect(many).toMatchObject({ steps: Math.ceil((1024 * 16000) / 44101), interpolated: true });
    expect(many.rows.length).toBe((many.steps + 1) * many.taps);
    expect(designFilterBank(44101, 16000)).toMatchObject({ steps: 1024, interpolated: true });
  });

  it("gives each row a gain of 1 at 0 Hz, and taps in fours", () => {
    for (const bank of [designFilterBank(160, 441), designFilterBank(16000, 44101), designFilterBank(1, 12)]) {
      expect(bank.taps % 4).toBe(0);
      for (let at = 0; at < bank.rows.length; at += bank.taps) {
        expect(bank.rows.subarray(at, at + bank.taps).reduce((sum, x) => sum + x, 0)).toBeCloseTo(1, 6);
      }
    }
  });
});
