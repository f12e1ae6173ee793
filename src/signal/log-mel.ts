/**
 * Owns: waveform → the log-mel picture that AST models read.
 *
 * Promises the numbers of Python transformers' `ASTFeatureExtractor` on its numpy path, the one it takes without
 * torchaudio (v5.23, `feature_extraction_audio_spectrogram_transformer.py` and `audio_utils.spectrogram`): frames of 400
 * samples every 160, no centring, no scaling by 2^15, mean removed per frame, pre-emphasis 0.97 with the first sample
 * times 0.03, symmetric Hann window, FFT of 512, |X|², Kaldi mel filters from 20 Hz to the whole part of half the rate,
 * floor 2^-23, natural logarithm, float32; zero rows appended or rows cut off to `maxLength`; and only then
 * (x - mean) / (2·std), so padding ends as -mean / (2·std). Frame lengths don't follow the sample rate there, nor here.
 * `log-mel.test.ts` holds the tolerances: TypeScript within 1e-5; WebAssembly SIMD, taken where there is one, computes in
 * float32: 99 % of the bins within 1e-4 (5e-4 beside pure tones), all within 2e-3, which no score shows.
 *
 * A waveform of fewer than 400 samples has no frame and gives padding alone (Python raises below 240).
 * A NaN in the waveform gives NaN in the frames that hold it, as in Python, and in no other.
 * Deliberately doesn't: resample, stream, or read other feature extractors' settings.
 */
import {
  type CreateLogMelRows,
  createReferenceRows,
  FFT_SIZE,
  FRAME_SAMPLES,
  HOP_SAMPLES,
  type LogMelPlan,
  type LogMelRows,
} from "./log-mel-rows.ts";
import { MelFilters } from "./mel-filters.ts";
import { createSimdRows } from "./simd/simd-log-mel.ts";

const MIN_HZ = 20;

export interface LogMelOptions {
  readonly sampleRateHz: number;
  readonly numMelBins: number;
  /** Rows of the picture: frames are cut off or padded to this many. */
  readonly maxLength: number;
  readonly mean: number;
  readonly std: number;
  readonly doNormalize: boolean;
}

function createFastestRows(plan: LogMelPlan): LogMelRows {
  return createSimdRows(plan) ?? createReferenceRows(plan);
}

export class LogMel {
  readonly #numMelBins: number;
  readonly #maxLength: number;
  readonly #padding: number;
  readonly #rows: LogMelRows;

  /** @throws RangeError where a size isn't a positive integer, or normalisation lacks a positive `std`. */
  constructor(options: LogMelOptions, createRows: CreateLogMelRows = createFastestRows) {
    const { sampleRateHz, numMelBins, maxLength, mean, std, doNormalize } = options;
    if (!Number.isInteger(maxLength) || maxLength < 1) {
      throw new RangeError(`maxLength must be a positive integer, got ${maxLength}`);
    }
    if (doNormalize && !(Number.isFinite(mean) && std > 0)) {
      throw new RangeError(`Cannot normalise with mean ${mean} and std ${std}`);
    }
    const numFrequencyBins = FFT_SIZE / 2 + 1;
    const maxHz = Math.floor(sampleRateHz / 2);
    const filters = new MelFilters({ numMelBins, numFrequencyBins, sampleRateHz, minHz: MIN_HZ, maxHz });
    const shift = doNormalize ? mean : 0;
    const scale = doNormalize ? 2 * std : 1;
    this.#numMelBins = numMelBins;
    this.#maxLength = maxLength;
    this.#padding = (0 - shift) / scale;
    this.#rows = createRows({ filters, shift, scale });
  }

  /**
   * @param waveform mono samples at `sampleRateHz`, full scale ±1.
   * @param out where to write; maxLength·numMelBins values.
   * @returns `out` or a new array, row-major [maxLength, numMelBins].
   */
  extract(waveform: Float32Array, out?: Float32Array): Float32Array {
    return this.extractMany(waveform, [0], waveform.length, out);
  }

  /**
   * The pictures of many windows of one waveform, bit by bit those of `extract(waveform.subarray(start, start +
   * windowSamples))`. A frame that lies in several windows (their starts are multiples of a hop apart) is computed once.
   * @param starts first sample of each window, in any order; a window that passes the waveform's end is short.
   * @param out where to write; starts.length·maxLength·numMelBins values.
   * @returns `out` or a new array, row-major [starts.length, maxLength, numMelBins].
   * @throws RangeError where a start or `windowSamples` isn't a natural number, or `out` has another length.
   */
  extractMany(
    waveform: Float32Array,
    starts: ArrayLike<number>,
    windowSamples: number,
    out?: Float32Array,
  ): Float32Array {
    for (const samples of [windowSamples, ...Array.from(starts)]) {
      if (!Number.isSafeInteger(samples) || samples < 0) throw new RangeError(`No position in samples: ${samples}`);
    }
    const pictureSize = this.#maxLength * this.#numMelBins;
    const pictures = out ?? new Float32Array(starts.length * pictureSize);
    if (pictures.length !== starts.length * pictureSize) {
      throw new RangeError(`Expected room for ${starts.length * pictureSize} values, got ${pictures.length}`);
    }
    /** The last window done, for each place of its frames within a hop: no window before it reaches further. */
    const lastOfGrid = new Map<number, { readonly at: number; readonly start: number; readonly numFrames: number }>();
    for (const window of inOrder(starts)) {
      const { start } = window;
      const at = window.index * pictureSize;
      const numFrames = this.#numFrames(Math.min(windowSamples, waveform.length - start));
      const last = lastOfGrid.get(start % HOP_SAMPLES);
      const sharedFrames = last ? Math.max(0, last.numFrames - (start - last.start) / HOP_SAMPLES) : 0;
      const computedAt = at + sharedFrames * this.#numMelBins;
      const end = at + numFrames * this.#numMelBins;
      if (last) {
        const lastEnd = last.at + last.numFrames * this.#numMelBins;
        pictures.copyWithin(at, lastEnd - sharedFrames * this.#numMelBins, lastEnd);
      }
      this.#rows.compute(waveform, start + sharedFrames * HOP_SAMPLES, pictures.subarray(computedAt, end));
      pictures.fill(this.#padding, end, at + pictureSize);
      lastOfGrid.set(start % HOP_SAMPLES, { at, start, numFrames });
    }
    return pictures;
  }

  #numFrames(samples: number): number {
    return Math.max(0, Math.min(this.#maxLength, 1 + Math.floor((samples - FRAME_SAMPLES) / HOP_SAMPLES)));
  }
}

function inOrder(starts: ArrayLike<number>): { readonly start: number; readonly index: number }[] {
  return Array.from(starts, (start, index) => ({ start, index })).sort((a, b) => a.start - b.start);
}
