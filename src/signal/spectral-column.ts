/**
 * Owns: the display spectrogram, column by column. Not the model's features: those are `log-mel.ts`.
 *
 * Column c stands for the samples from floor(c·rate/40) to floor((c+1)·rate/40) and is computed from the Hann-windowed
 * 40 to 80 ms (a power of two) that end there: no look-ahead, so a live display isn't late; before the stream lies
 * silence. 64 mel bands from 50 Hz to min(8000, Nyquist), as `spectral-slice.ts` measures them. How the stream is cut
 * changes nothing; NaN and damage count as silence; a rest shorter than a column isn't shown.
 */
import { soundSample } from "./finite.ts";
import { SpectralSlice } from "./spectral-slice.ts";

export const SPECTROGRAM_BINS = 64;
/** Columns a second. */
export const SPECTROGRAM_RATE_HZ = 40;
const MAX_HZ = 8000;
const MIN_WINDOW_S = 0.04;

/** `SPECTROGRAM_BINS` bytes, low to high on the mel scale, 0 = -100 dB, 255 = 0 dB. */
export interface SpectrogramColumn {
  readonly startSample: number;
  readonly bins: Uint8Array;
}

export class SpectralColumns {
  readonly #sampleRateHz: number;
  readonly #slice: SpectralSlice;
  /** The newest samples; sample n lies at n modulo the length. */
  readonly #ring: Float64Array;
  readonly #frame: Float64Array;
  #total = 0;
  #column = 0;

  /** @throws RangeError where the rate isn't an integer of at least 1000 Hz. */
  constructor(sampleRateHz: number) {
    if (!Number.isSafeInteger(sampleRateHz) || sampleRateHz < 1000) {
      throw new RangeError(`Expected an integer sample rate of 1000 Hz or more, got ${sampleRateHz}`);
    }
    this.#sampleRateHz = sampleRateHz;
    const size = 2 ** Math.ceil(Math.log2(sampleRateHz * MIN_WINDOW_S));
    this.#slice = new SpectralSlice({
      sampleRateHz,
      frameSamples: size,
      numBins: SPECTROGRAM_BINS,
      maxHz: Math.min(MAX_HZ, sampleRateHz / 2),
    });
    this.#ring = new Float64Array(size);
    this.#frame = new Float64Array(size);
  }

  /** Takes the next mono samples and gives the columns that they complete. */
  push(samples: Float32Array): SpectrogramColumn[] {
    const columns: SpectrogramColumn[] = [];
    const mask = this.#ring.length - 1;
    let end = this.#columnStart(this.#column + 1);
    for (let i = 0; i < samples.length; i++) {
      this.#ring[this.#total & mask] = soundSample(samples[i] as number);
      if (++this.#total === end) {
        columns.push({ startSample: this.#columnStart(this.#column), bins: this.#measure() });
        end = this.#columnStart(++this.#column + 1);
      }
    }
    return columns;
  }

  #columnStart(column: number): number {
    return Math.floor((column * this.#sampleRateHz) / SPECTROGRAM_RATE_HZ);
  }

  #measure(): Uint8Array {
    const oldest = this.#total & (this.#ring.length - 1);
    this.#frame.set(this.#ring.subarray(oldest));
    this.#frame.set(this.#ring.subarray(0, oldest), this.#ring.length - oldest);
    const bins = new Uint8Array(SPECTROGRAM_BINS);
    this.#slice.measure(this.#frame, bins);
    return bins;
  }
}
