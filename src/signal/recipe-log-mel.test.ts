/** Against `bench/reference/recipe_log_mel.py`: torch.stft and transformers' mel filters, every option of a recipe once. */
import { describe, expect, it } from "vitest";
import { goldenWaveform } from "./golden-waveform.ts";
import { type LogMelRecipe, RecipeLogMel } from "./recipe-log-mel.ts";
import reference from "./reference/recipe-log-mel.json" with { type: "json" };

/** In the units of the picture (ln or dB): float32's last bits. */
const TOLERANCE = 2e-5;

const CASES = reference.cases.map((stored) => ({ ...stored, recipe: stored.recipe as LogMelRecipe }));
const [{ recipe: PLAIN }] = CASES as [(typeof CASES)[number]];

function floatsOf(base64: string): Float32Array {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  return new Float32Array(bytes.buffer);
}

describe("log-mel by recipe", () => {
  it.each(
    CASES.map((one) => [`${one.recipe.window}, ${one.recipe.melScale}, FFT ${one.recipe.fftSamples}`, one] as const),
  )("%s: Python's numbers", (_, { sampleRateHz, samples, frames, rows, recipe, values }) => {
    const logMel = new RecipeLogMel(recipe, sampleRateHz);
    const picture = logMel.extract(goldenWaveform(samples, sampleRateHz));
    expect(logMel.numFrames(samples)).toBe(frames);
    expect(picture.length).toBe(frames * recipe.mels);
    const wanted = floatsOf(values);
    let worst = 0;
    for (const [index, row] of rows.entries()) {
      for (let m = 0; m < recipe.mels; m++) {
        const ours = picture[row * recipe.mels + m] ?? Number.NaN;
        const theirs = wanted[index * recipe.mels + m] ?? Number.NaN;
        worst = Math.max(worst, Math.abs(ours - theirs) / Math.max(1, Math.abs(theirs)));
      }
    }
    expect(wanted.length).toBe(rows.length * recipe.mels);
    expect(worst).toBeLessThan(TOLERANCE);
  });

  it("has no frame of sound that is shorter than one, and one of sound that is as long", () => {
    const logMel = new RecipeLogMel(PLAIN, 16_000);
    expect(logMel.extract(new Float32Array(511)).length).toBe(0);
    expect(logMel.extract(new Float32Array(512)).length).toBe(64);
  });

  it("reflects even a sound of one sample", () => {
    const picture = new RecipeLogMel({ ...PLAIN, centred: true }, 16_000).extract(Float32Array.of(0.5));
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
    for (const change of wrong) expect(() => new RecipeLogMel({ ...PLAIN, ...change }, 16_000)).toThrow(RangeError);
  });
});
