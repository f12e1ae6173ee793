/**
 * Owns: waveform → the log-mel picture that AST models read.
 *
 * Promises the numbers of Python transformers' `ASTFeatureExtractor` on its numpy path, the one it takes without
 * torchaudio (v5.23, `feature_extraction_audio_spectrogram_transformer.py` and `audio_utils.spectrogram`): frames of 400
 * samples every 160, no centring, no scaling by 2^15, mean removed per frame, pre-emphasis 0.97 with the first sample
 * times 0.03, symmetric Hann window, FFT of 512, |X|², Kaldi mel filters from 20 Hz to the whole part of half the rate,
 * floor 2^-23, natural logarithm, float32; zero rows appended or rows cut off to `maxLength`; and only then
 * (x - mean) / (2·std), so padding ends as -mean / (2·std). Frame lengths don't follow the sample rate there, nor here.
 * `log-mel.test.ts` holds the tolerances.
 *
 * A waveform of fewer than 400 samples has no frame and gives padding alone (Python raises below 240).
 * A NaN in the waveform gives NaN in the frames that hold it, as in Python, and in no other.
 * Deliberately doesn't: resample, stream, or read other feature extractors' settings.
 */
import { PowerSpectrum } from "./fft.ts";
import { MelFilters } from "./mel-filters.ts";

const FRAME_SAMPLES = 400;
const HOP_SAMPLES = 160;
const FFT_SIZE = 512;
const MIN_HZ = 20;
const PREEMPHASIS = 0.97;
const MEL_FLOOR = 1.192092955078125e-7;
/** Divides both the frame and the hop, so that a frame's mean is five of these blocks' sums. */
const BLOCK_SAMPLES = 80;

export interface LogMelOptions {
  readonly sampleRateHz: number;
  readonly numMelBins: number;
  /** Rows of the picture: frames are cut off or padded to this many. */
  readonly maxLength: number;
  readonly mean: number;
  readonly std: number;
  readonly doNormalize: boolean;
}

export class LogMel {
  readonly #options: LogMelOptions;
  readonly #filters: MelFilters;
  readonly #spectrum = new PowerSpectrum(FFT_SIZE);
  readonly #hann = symmetricHann(FRAME_SAMPLES);
  readonly #frame = new Float64Array(FFT_SIZE);
  readonly #power = new Float64Array(FFT_SIZE / 2 + 1);
  readonly #energies: Float64Array;
  readonly #blockSums: Float64Array;

  /** @throws RangeError where a size isn't a positive integer, or normalisation lacks a positive `std`. */
  constructor(options: LogMelOptions) {
    const { sampleRateHz, numMelBins, maxLength, mean, std, doNormalize } = options;
    if (!Number.isInteger(maxLength) || maxLength < 1) {
      throw new RangeError(`maxLength must be a positive integer, got ${maxLength}`);
    }
    if (doNormalize && !(Number.isFinite(mean) && std > 0)) {
      throw new RangeError(`Cannot normalise with mean ${mean} and std ${std}`);
    }
    this.#options = options;
    const maxHz = Math.floor(sampleRateHz / 2);
    this.#filters = new MelFilters({
      numMelBins,
      numFrequencyBins: FFT_SIZE / 2 + 1,
      sampleRateHz,
      minHz: MIN_HZ,
      maxHz,
    });
    this.#energies = new Float64Array(numMelBins);
    this.#blockSums = new Float64Array((maxLength * HOP_SAMPLES + FRAME_SAMPLES) / BLOCK_SAMPLES);
  }

  /**
   * @param waveform mono samples at `sampleRateHz`, full scale ±1.
   * @param out where to write; maxLength·numMelBins values.
   * @returns `out` or a new array, row-major [maxLength, numMelBins].
   */
  extract(waveform: Float32Array, out?: Float32Array): Float32Array {
    const { numMelBins, maxLength, mean, std, doNormalize } = this.#options;
    const picture = out ?? new Float32Array(maxLength * numMelBins);
    if (picture.length !== maxLength * numMelBins) {
      throw new RangeError(`Expected room for ${maxLength * numMelBins} values, got ${picture.length}`);
    }
    const numFrames = Math.max(0, Math.min(maxLength, 1 + Math.floor((waveform.length - FRAME_SAMPLES) / HOP_SAMPLES)));
    this.#sumBlocks(waveform, numFrames);

    const shift = doNormalize ? mean : 0;
    const scale = doNormalize ? 2 * std : 1;
    const energies = this.#energies;
    for (let f = 0, at = 0; f < numFrames; f++) {
      this.#cutFrame(waveform, f);
      this.#spectrum.compute(this.#frame, this.#power);
      this.#filters.apply(this.#power, energies);
      for (let m = 0; m < numMelBins; m++, at++) {
        const energy = energies[m] as number;
        // Python rounds the logarithm to float32 before it normalises.
        picture[at] = (Math.fround(Math.log(Math.max(MEL_FLOOR, energy))) - shift) / scale;
      }
    }
    picture.fill((0 - shift) / scale, numFrames * numMelBins);
    return picture;
  }

  #sumBlocks(waveform: Float32Array, numFrames: number): void {
    if (numFrames === 0) return;
    const numBlocks = ((numFrames - 1) * HOP_SAMPLES + FRAME_SAMPLES) / BLOCK_SAMPLES;
    for (let block = 0, i = 0; block < numBlocks; block++) {
      let sum = 0;
      for (const end = i + BLOCK_SAMPLES; i < end; i++) sum += waveform[i] as number;
      this.#blockSums[block] = sum;
    }
  }

  /** Mean removed, pre-emphasised, windowed and zero-padded: (x[i] - μ) - 0.97·(x[i-1] - μ), times Hann. */
  #cutFrame(waveform: Float32Array, index: number): void {
    const frame = this.#frame;
    const hann = this.#hann;
    const start = index * HOP_SAMPLES;
    const firstBlock = start / BLOCK_SAMPLES;
    let sum = 0;
    for (let b = 0; b < FRAME_SAMPLES / BLOCK_SAMPLES; b++) sum += this.#blockSums[firstBlock + b] as number;
    const mean = sum / FRAME_SAMPLES;
    let before = (waveform[start] as number) - mean;
    frame[0] = before * (1 - PREEMPHASIS) * (hann[0] as number);
    for (let i = 1; i < FRAME_SAMPLES; i++) {
      const sample = (waveform[start + i] as number) - mean;
      frame[i] = (sample - PREEMPHASIS * before) * (hann[i] as number);
      before = sample;
    }
    frame.fill(0, FRAME_SAMPLES);
  }
}

/** `numpy.hanning`: both ends are zero. */
function symmetricHann(length: number): Float64Array {
  return Float64Array.from({ length }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / (length - 1)));
}
