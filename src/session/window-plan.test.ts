import { describe, expect, it } from "vitest";
import { HOP_SHARES } from "./settings.ts";
import { windowPlan } from "./window-plan.ts";

const FIXED = { sampleRateHz: 16_000, windowSamples: 31_920, windowIsFixed: true };
const FREE = { sampleRateHz: 16_000, windowSamples: 32_000, windowIsFixed: false };

describe("windows of a file", () => {
  it("are cut in whole hundredths of a second, and never leave a sample out", () => {
    for (const hopShare of HOP_SHARES) {
      const { hopSamples, windowSamples } = windowPlan(FIXED, { hopShare, windowS: null });
      expect(hopSamples % 160).toBe(0);
      expect(hopSamples).toBeLessThanOrEqual(windowSamples);
      expect(hopSamples / windowSamples).toBeCloseTo(hopShare, 2);
    }
  });

  it("take the person's length only where the model leaves it free", () => {
    expect(windowPlan(FIXED, { hopShare: 0.25, windowS: 5 })).toMatchObject({
      windowSamples: 31_920,
      hopSamples: 8_000,
    });
    expect(windowPlan(FREE, { hopShare: 0.5, windowS: 5 })).toMatchObject({
      windowSamples: 80_000,
      hopSamples: 40_000,
    });
  });

  it("survive models of odd sizes", () => {
    const tiny = { sampleRateHz: 100, windowSamples: 1, windowIsFixed: true };
    expect(windowPlan(tiny, { hopShare: 0.125, windowS: null })).toMatchObject({ windowSamples: 1, hopSamples: 1 });
    const odd = { sampleRateHz: 44_100, windowSamples: 100, windowIsFixed: true };
    expect(windowPlan(odd, { hopShare: 1, windowS: null }).hopSamples).toBeLessThanOrEqual(100);
  });
});
