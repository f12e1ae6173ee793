import { describe, expect, it } from "vitest";
import { OVERVIEW_ROWS } from "../signal/overview.ts";
import { type KeptFile, readKept } from "./kept-file.ts";

/** Three windows of two labels. */
const WHOLE: KeptFile = {
  key: "a.wav\n10\n1",
  keptAtMs: 1,
  name: "a.wav",
  path: "a.wav",
  sizeBytes: 10,
  trueLabel: null,
  sourceRateHz: 44_100,
  channels: 2,
  codec: "pcm-s16",
  durationS: 3,
  plan: { sampleRateHz: 16_000, windowSamples: 32_000, hopSamples: 8_000 },
  damage: { code: "file-damaged", details: { decodedS: 2 } },
  logits: {
    model: { id: "tiny/two", precision: "int8", labels: ["one", "two"], sampleRateHz: 16_000, activation: "sigmoid" },
    starts: Float64Array.of(0, 8_000, 16_000),
    ends: Float64Array.of(32_000, 40_000, 48_000),
    rms: new Float32Array(3),
    logits: new Float32Array(6),
  },
  overview: {
    binS: 0.025,
    count: 4,
    peaks: new Float32Array(4),
    columnS: 0.25,
    columnCount: 2,
    columns: new Uint8Array(2 * OVERVIEW_ROWS),
    levelS: 0.1,
    levels: new Uint8Array(1),
  },
};

const { logits, overview } = WHOLE;

describe("a kept result", () => {
  it("comes back as it was", () => {
    expect(readKept(structuredClone(WHOLE))).toEqual(WHOLE);
  });

  it("of before precisions were kept is of the only one that there was", () => {
    const { precision, ...model } = logits.model;
    expect(precision).toBe("int8");
    expect(readKept({ ...WHOLE, logits: { ...logits, model } })?.logits.model.precision).toBe("fp32");
    expect(readKept({ ...WHOLE, overview: null, damage: null })).not.toBeNull();
  });

  it.each<[string, unknown]>([
    ["nothing", undefined],
    ["a text", "a.wav"],
    ["no name", { ...WHOLE, name: undefined }],
    ["fewer logits than windows and labels ask for", { ...WHOLE, logits: { ...logits, logits: new Float32Array(5) } }],
    ["one window's end missing", { ...WHOLE, logits: { ...logits, ends: new Float64Array(2) } }],
    ["plain arrays", { ...WHOLE, logits: { ...logits, logits: [0, 0, 0, 0, 0, 0] } }],
    ["a logit that is no number", { ...WHOLE, logits: { ...logits, logits: new Float32Array(6).fill(Number.NaN) } }],
    ["no labels", { ...WHOLE, logits: { ...logits, model: { ...logits.model, labels: [] } } }],
    [
      "a function that nobody knows",
      { ...WHOLE, logits: { ...logits, model: { ...logits.model, activation: "relu" } } },
    ],
    ["a problem that nobody has words for", { ...WHOLE, damage: { code: "odd", details: {} } }],
    ["windows without a hop", { ...WHOLE, plan: { ...WHOLE.plan, hopSamples: 0 } }],
    ["a picture that is cut off", { ...WHOLE, overview: { ...overview, columns: new Uint8Array(OVERVIEW_ROWS) } }],
  ])("is none with %s", (_what, record) => {
    expect(readKept(record)).toBeNull();
  });
});
