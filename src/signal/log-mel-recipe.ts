/**
 * Owns: what a log-mel is made by: AST's, Whisper's, Seamless M4T's and any that an `earshot.json` describes.
 *
 * A frame is `frameSamples` long, lies at the start of its FFT, zeros behind it (a power spectrum does not tell where in
 * the FFT the frame lies, so torch's centring of a short window gives the same numbers). Centred: frame t is centred on
 * sample t·hop, the sound reflected at both ends (`torch.stft(center=True)`): 1 + ⌊samples/hop⌋ frames. Else frame t begins
 * at sample t·hop: 1 + ⌊(samples - frameSamples)/hop⌋ frames. Pre-emphasis works inside a frame, its first sample times
 * (1 - c), as in Kaldi and in Python transformers' `spectrogram`; with Kaldi's mel scale the frame's mean is removed before.
 */
import { type FrameShape, frameShape } from "./frame-shapes.ts";
import type { Logarithm, LogMelPlan } from "./log-mel-rows.ts";
import { MelFilters, type MelNorm, type MelScale } from "./mel-filters.ts";

export interface LogMelRecipe {
  readonly fftSamples: number;
  readonly frameSamples: number;
  readonly hopSamples: number;
  /** Frames centred on their sample (reflect padding at both ends), as torch.stft does by default. */
  readonly centred: boolean;
  readonly mels: number;
  readonly minHz: number;
  readonly maxHz: number;
  readonly melScale: MelScale;
  readonly melNorm: MelNorm;
  readonly window: FrameShape;
  /** Spectrum to the power of 1 (magnitude) or 2. */
  readonly power: 1 | 2;
  readonly preEmphasis: number;
  /**
   * `ln`: natural logarithm of (mel + offset); `ln-floor`: of max(mel, floor); `db`: 10·log10(max(mel, offset)), no less than
   * the loudest of the picture minus topDb.
   */
  readonly scale:
    | { readonly kind: "ln"; readonly offset: number }
    | { readonly kind: "ln-floor"; readonly floor: number }
    | { readonly kind: "db"; readonly offset: number; readonly topDb: number | null };
  /** (x - mean) / std afterwards. */
  readonly mean: number;
  readonly std: number;
}

/** @throws RangeError where a size or a band makes no picture. */
export function planRows(recipe: LogMelRecipe, sampleRateHz: number): LogMelPlan {
  const { fftSamples, frameSamples, hopSamples, mels, minHz, maxHz, melScale, melNorm, mean, std } = recipe;
  if (!(frameSamples >= 2 && frameSamples <= fftSamples && hopSamples >= 1)) {
    throw new RangeError(`No frames of ${frameSamples} samples every ${hopSamples} in an FFT of ${fftSamples}`);
  }
  if (!Number.isFinite(std) || std === 0) throw new RangeError(`Cannot divide by ${std}`);
  if (!Number.isFinite(mean)) throw new RangeError(`Cannot take off ${mean}`);
  // A floor that the whole picture sets comes before the mean: then both are `LogMel`'s.
  const whole = topDbOf(recipe) !== null;
  return {
    fftSamples,
    frameSamples,
    hopSamples,
    shape: frameShape(recipe.window, frameSamples),
    preEmphasis: recipe.preEmphasis,
    removesMean: melScale === "kaldi",
    magnitude: recipe.power === 1,
    filters: new MelFilters({
      numMelBins: mels,
      numFrequencyBins: fftSamples / 2 + 1,
      sampleRateHz,
      minHz,
      maxHz,
      scale: melScale,
      norm: melNorm,
    }),
    logarithm: logarithmOf(recipe.scale),
    shift: whole ? 0 : mean,
    scale: whole ? 1 : std,
  };
}

export function topDbOf({ scale }: LogMelRecipe): number | null {
  return scale.kind === "db" ? scale.topDb : null;
}

function logarithmOf(scale: LogMelRecipe["scale"]): Logarithm {
  switch (scale.kind) {
    case "ln":
      return { factor: 1, offset: scale.offset, floor: 0 };
    case "ln-floor":
      return { factor: 1, offset: 0, floor: scale.floor };
    case "db":
      return { factor: 10 / Math.LN10, offset: 0, floor: scale.offset };
    default:
      scale satisfies never;
      throw new RangeError("Unknown scale");
  }
}
