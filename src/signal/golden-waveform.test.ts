import { describe, expect, it } from "vitest";
import { goldenWaveform } from "./golden-waveform.ts";
import reference from "./reference/golden-waveform.json" with { type: "json" };

describe("golden waveform", () => {
  it.each(reference.cases)("has Python's samples at $sampleRateHz Hz", ({ sampleRateHz, positions, values }) => {
    const waveform = goldenWaveform(Math.max(...positions) + 1, sampleRateHz);
    positions.forEach((position, i) => {
      expect(waveform[position], `sample ${position}`).toBeCloseTo(values[i] ?? NaN, 8);
    });
  });

  it("is as long as asked, and inside full scale", () => {
    expect(goldenWaveform(0, 16000)).toHaveLength(0);
    expect(goldenWaveform(5000, 16000).every((x) => Math.abs(x) < 0.371)).toBe(true);
  });
});
