/** Against `bench/reference/recipe_log_mel.py`: torch.stft and transformers' mel filters, every option of a recipe once. */
import { describe, expect, it } from "vitest";
import { goldenWaveform } from "./golden-waveform.ts";
import { LogMel } from "./log-mel.ts";
import { type LogMelRecipe, planRows } from "./log-mel-recipe.ts";
import { type CreateLogMelRows, createReferenceRows } from "./log-mel-rows.ts";
import reference from "./reference/recipe-log-mel.json" with { type: "json" };
import { createSimdRows } from "./simd/simd-log-mel.ts";
import { createSimdOrThrow, largestDifference } from "./test-signals.ts";

/** In the units of the picture (ln or dB) or of its own size: float32's last bits; largest and that of 99 % of the bins. */
const IMPLEMENTATIONS: { name: string; createRows: CreateLogMelRows; largest: number; usual: number }[] = [
  { name: "TypeScript", createRows: createReferenceRows, largest: 2e-5, usual: 2e-5 },
  { name: "WebAssembly SIMD", createRows: createSimdOrThrow, largest: 2e-3, usual: 1e-4 },
];

const CASES = reference.cases.map((stored) => ({ ...stored, recipe: stored.recipe as LogMelRecipe }));
const [{ recipe: PLAIN }] = CASES as [(typeof CASES)[number]];

function floatsOf(base64: string): Float32Array {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  return new Float32Array(bytes.buffer);
}

/** 315 = 9 · 5 · 7 points: TypeScript's alone. */
const OF_SEVEN = 630;

describe.each(IMPLEMENTATIONS)("log-mel by recipe in $name", ({ createRows, largest, usual }) => {
  const cases = CASES.filter(({ recipe }) => createRows === createReferenceRows || recipe.fftSamples !== OF_SEVEN);
  it.each(
    cases.map((one) => [`${one.recipe.window}, ${one.recipe.melScale}, FFT ${one.recipe.fftSamples}`, one] as const),
  )("%s: Python's numbers", (_, { sampleRateHz, samples, frames, rows, recipe, values }) => {
    const logMel = new LogMel(recipe, sampleRateHz, { createRows });
    const picture = logMel.extract(goldenWaveform(samples, sampleRateHz));
    expect(logMel.numFrames(samples)).toBe(frames);
    expect(picture.length).toBe(frames * recipe.mels);
    const wanted = floatsOf(values);
    const differences: number[] = [];
    for (const [index, row] of rows.entries()) {
      for (let m = 0; m < recipe.mels; m++) {
        const ours = picture[row * recipe.mels + m] ?? Number.NaN;
        const theirs = wanted[index * recipe.mels + m] ?? Number.NaN;
        differences.push(Math.abs(ours - theirs) / Math.max(1, Math.abs(theirs)));
      }
    }
    expect(wanted.length).toBe(rows.length * recipe.mels);
    differences.sort((a, b) => a - b);
    expect(differences.at(-1)).toBeLessThan(largest);
    expect(differences[Math.floor(0.99 * differences.length)]).toBeLessThan(usual);
  });

  it("has no frame of sound that is shorter than one, and one of sound that is as long", () => {
    const logMel = new LogMel(PLAIN, 16_000, { createRows });
    expect(logMel.extract(new Float32Array(511)).length).toBe(0);
    expect(logMel.extract(new Float32Array(512)).length).toBe(64);
  });

  it("has no frame of no sound, however far apart frames are", () => {
    const recipe = { ...PLAIN, centred: true, frameSamples: 100, hopSamples: 700 };
    expect(new LogMel(recipe, 16_000, { createRows }).extract(new Float32Array(0)).length).toBe(0);
  });

  it("reflects even a sound of one sample", () => {
    const picture = new LogMel({ ...PLAIN, centred: true }, 16_000, { createRows }).extract(Float32Array.of(0.5));
    expect(picture.length).toBe(64);
    expect(picture.every(Number.isFinite)).toBe(true);
  });

  it("refuses what makes no picture", () => {
    const wrong = [
      { frameSamples: 513 },
      { fftSamples: 511 },
      { fftSamples: 2 * 509 },
      { hopSamples: 0 },
      { std: 0 },
      { maxHz: 0 },
      { mels: 0 },
    ];
    for (const change of wrong) expect(() => new LogMel({ ...PLAIN, ...change }, 16_000)).toThrow(RangeError);
  });
});

describe("WebAssembly SIMD beside TypeScript", () => {
  it.each([8, 10, 12, 30, 50, 90, 96, 240, 250, 400, 480, 1000, 1024, 1350])("FFT of %i", (fftSamples) => {
    const recipe = { ...PLAIN, fftSamples, frameSamples: fftSamples - 1, hopSamples: 37, mels: 3 };
    const picture = (createRows: CreateLogMelRows) =>
      new LogMel(recipe, 16_000, { createRows }).extract(goldenWaveform(6_000, 16_000));
    expect(largestDifference(picture(createSimdOrThrow), picture(createReferenceRows))).toBeLessThan(2e-4);
  });

  it("leaves an FFT of 7 to it", () => {
    expect(createSimdRows(planRows({ ...PLAIN, fftSamples: OF_SEVEN }, 16_000))).toBeNull();
    expect(new LogMel({ ...PLAIN, fftSamples: OF_SEVEN }, 16_000).extract(new Float32Array(800)).length).toBe(128);
  });
});
