/**
 * Owns: log-mel by any recipe (`earshot.json`), where `log-mel.ts` is AST's alone and faster. Float64 inside, float32 out.
 *
 * A frame is `frameSamples` long, lies at the start of its FFT, zeros behind it (a power spectrum does not tell where in
 * the FFT the frame lies, so torch's centring of a short window gives the same numbers). Centred: frame t is centred on
 * sample t·hop, the sound reflected at both ends (`torch.stft(center=True)`): 1 + ⌊samples/hop⌋ frames. Else frame t begins
 * at sample t·hop: 1 + ⌊(samples - frameSamples)/hop⌋ frames. Pre-emphasis works inside a frame, its first sample times
 * (1 - c), as in Kaldi and in Python transformers' `spectrogram`; with Kaldi's mel scale the frame's mean is removed before.
 * Deliberately doesn't: share frames between windows; the loudest bin of each window may set its floor (`topDb`).
 */
import { type FrameShape, frameShape } from "./frame-shapes.ts";
import { MelFilters, type MelNorm, type MelScale } from "./mel-filters.ts";
import { type Spectrum, spectrumOf } from "./mixed-spectrum.ts";

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
   * the loudest minus topDb.
   */
  readonly scale:
    | { readonly kind: "ln"; readonly offset: number }
    | { readonly kind: "ln-floor"; readonly floor: number }
    | { readonly kind: "db"; readonly offset: number; readonly topDb: number | null };
  /** (x - mean) / std afterwards. */
  readonly mean: number;
  readonly std: number;
}

export class RecipeLogMel {
  readonly #recipe: LogMelRecipe;
  readonly #filters: MelFilters;
  readonly #spectrum: Spectrum;
  readonly #shape: Float64Array;
  readonly #frame: Float64Array;
  readonly #power: Float64Array;
  readonly #energies: Float64Array;

  /** @throws RangeError where a size or a band makes no picture. */
  constructor(recipe: LogMelRecipe, sampleRateHz: number) {
    const { fftSamples, frameSamples, hopSamples, mels, minHz, maxHz, melScale, melNorm, window, std } = recipe;
    if (!(frameSamples >= 2 && frameSamples <= fftSamples && hopSamples >= 1)) {
      throw new RangeError(`No frames of ${frameSamples} samples every ${hopSamples} in an FFT of ${fftSamples}`);
    }
    if (!Number.isFinite(std) || std === 0) throw new RangeError(`Cannot divide by ${std}`);
    this.#recipe = recipe;
    this.#spectrum = spectrumOf(fftSamples);
    const numFrequencyBins = fftSamples / 2 + 1;
    const band = { numMelBins: mels, numFrequencyBins, sampleRateHz, minHz, maxHz };
    this.#filters = new MelFilters({ ...band, scale: melScale, norm: melNorm });
    this.#shape = frameShape(window, frameSamples);
    this.#frame = new Float64Array(fftSamples);
    this.#power = new Float64Array(numFrequencyBins);
    this.#energies = new Float64Array(mels);
  }

  numFrames(samples: number): number {
    const { centred, frameSamples, hopSamples } = this.#recipe;
    return Math.max(0, 1 + Math.floor((centred ? samples : samples - frameSamples) / hopSamples));
  }

  /**
   * @param mostFrames frames after so many are left out, as if there were none.
   * @returns row-major [frames, mels].
   */
  extract(waveform: Float32Array, mostFrames = Number.POSITIVE_INFINITY): Float32Array {
    const { centred, fftSamples, frameSamples, hopSamples, mels, power, scale, mean, std } = this.#recipe;
    const numFrames = Math.min(mostFrames, this.numFrames(waveform.length));
    const picture = new Float32Array(numFrames * mels);
    const lead = centred ? (fftSamples >> 1) - ((fftSamples - frameSamples) >> 1) : 0;
    for (let t = 0; t < numFrames; t++) {
      this.#cut(waveform, t * hopSamples - lead);
      this.#spectrum.compute(this.#frame, this.#power);
      if (power === 1)
        for (let k = 0; k < this.#power.length; k++) this.#power[k] = Math.sqrt(this.#power[k] as number);
      this.#filters.apply(this.#power, this.#energies);
      for (let m = 0; m < mels; m++) {
        picture[t * mels + m] = onScale(this.#energies[m] as number, scale);
      }
    }
    if (scale.kind === "db" && scale.topDb !== null) raiseFloor(picture, scale.topDb);
    if (mean !== 0 || std !== 1)
      for (let i = 0; i < picture.length; i++) picture[i] = ((picture[i] as number) - mean) / std;
    return picture;
  }

  #cut(waveform: Float32Array, start: number): void {
    const { frameSamples, preEmphasis, melScale } = this.#recipe;
    const frame = this.#frame;
    let sum = 0;
    for (let i = 0; i < frameSamples; i++) {
      const sample = waveform[reflected(start + i, waveform.length)] as number;
      frame[i] = sample;
      sum += sample;
    }
    const mean = melScale === "kaldi" ? sum / frameSamples : 0;
    let before = (frame[0] as number) - mean;
    for (let i = 0; i < frameSamples; i++) {
      const sample = (frame[i] as number) - mean;
      frame[i] = (sample - preEmphasis * before) * (this.#shape[i] as number);
      before = sample;
    }
    frame.fill(0, frameSamples);
  }
}

function onScale(energy: number, scale: LogMelRecipe["scale"]): number {
  switch (scale.kind) {
    case "ln":
      return Math.log(energy + scale.offset);
    case "ln-floor":
      return Math.log(Math.max(energy, scale.floor));
    case "db":
      return 10 * Math.log10(Math.max(energy, scale.offset));
    default:
      scale satisfies never;
      return Number.NaN;
  }
}

/** The sound goes on mirrored beyond its ends, which are not repeated. */
function reflected(position: number, length: number): number {
  if (position >= 0 && position < length) return position;
  if (length === 1) return 0;
  const period = 2 * (length - 1);
  const within = ((position % period) + period) % period;
  return within < length ? within : period - within;
}

function raiseFloor(picture: Float32Array, topDb: number): void {
  let loudest = Number.NEGATIVE_INFINITY;
  for (const value of picture) if (value > loudest) loudest = value;
  const floor = loudest - topDb;
  for (let i = 0; i < picture.length; i++) if ((picture[i] as number) < floor) picture[i] = floor;
}
