import { describe, expect, it } from "vitest";
import type { ModelInfo } from "../models/model-info.ts";
import { DEFAULT_SETTINGS } from "./default-settings.ts";
import { LiveScoring } from "./live-scoring.ts";
import type { Settings } from "./state.ts";

const MODEL: ModelInfo = {
  id: "three",
  source: "embedded",
  labels: ["a", "b", "c"],
  sampleRateHz: 16_000,
  windowSamples: 16_000,
  windowIsFixed: true,
  activation: "sigmoid",
  architecture: "x",
  precision: "fp32",
  output: { name: "logits", is: "logits" },
  sizeBytes: 1,
};
const SETTINGS: Settings = { ...DEFAULT_SETTINGS, topK: 2 };
const window = (logits: number[], endSample = 16_000) => ({
  endSample,
  endCapturedAtMs: 5,
  logits: Float32Array.from(logits),
});

describe("LiveScoring", () => {
  it("shows at most top-k rows, best first, with the model's own function", () => {
    const { rows, heard, endS } = new LiveScoring(MODEL, SETTINGS).take(window([0, 3, -3]));
    expect(rows.map(({ label }) => label)).toEqual(["b", "a"]);
    expect(rows[0]?.score).toBeCloseTo(1 / (1 + Math.exp(-3)), 6);
    expect([heard?.label, endS]).toEqual(["b", 1]);
  });

  it("hears nothing it knows where all scores are below the threshold", () => {
    expect(new LiveScoring(MODEL, SETTINGS).take(window([-1, -2, -3])).heard).toBeNull();
  });

  it("changes the function at once, without another window", () => {
    const scoring = new LiveScoring(MODEL, SETTINGS);
    scoring.take(window([1, 2, 3]));
    const rows = scoring.change({ ...SETTINGS, activation: "softmax", topK: 3 })?.rows ?? [];
    expect(rows.reduce((sum, { score }) => sum + score, 0)).toBeCloseTo(1, 6);
    expect(scoring.change({ ...SETTINGS, activation: "none", topK: 3 })?.rows[0]?.score).toBeCloseTo(3, 6);
  });

  it("moves calmly: a score that vanishes for one window does not vanish from the screen", () => {
    const scoring = new LiveScoring(MODEL, SETTINGS);
    scoring.take(window([5, -5, -5], 16_000));
    const after = scoring.take(window([-5, -5, -5], 19_200)).rows.find(({ label }) => label === "a");
    expect(after?.score).toBeGreaterThan(0.4);
    expect(after?.score).toBeLessThan(0.9);
  });
});
