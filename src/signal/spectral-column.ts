/**
 * Owns: the display spectrogram, column by column. Not the model's features: those are `log-mel.ts`.
 *
 * Column c stands for the samples from floor(c·rate/40) to floor((c+1)·rate/40) and is computed from the Hann-windowed
 * 40 to 80 ms (a power of two) that end there: no look-ahead, so a live display isn't late; before the stream lies
 * silence. 64 mel bands from 50 Hz to min(8000, Nyquist). A band's power is divided by Hann's noise bandwidth, so a
 * full-scale sine in the middle of a wide band shows as 0 dB; between two bands, or in the narrow low ones, up to 4 dB
 * less. How the stream is cut changes nothing; NaN and damage count as silence; a rest shorter than a column isn't shown.
 */
import { PowerSpectrum } from "./fft.ts";
import { soundSample } from "./finite.ts";
import { MelFilters } from "./mel-filters.ts";

export const SPECTROGRAM_BINS = 64;
/** Columns a second. */
export const SPECTROGRAM_RATE_HZ = 40;
const MIN_HZ = 50;
const MAX_HZ = 8000;
const MIN_WINDOW_S = 0.04;
const FLOOR_DB = -100;
/** Equivalent noise bandwidth of the Hann window, in bins. */
const HANN_BANDWIDTH = 1.5;

/** `SPECTROGRAM_BINS` bytes, low to high on the mel scale, 0 = -100 dB, 255 = 0 dB. */
export interface SpectrogramColumn {
  readonly startSample: number;
  readonly bins: Uint8Array;
}

export class SpectralColumns {
  readonly #sampleRateHz: number;
  readonly #spectrum: PowerSpectrum;
  readonly #filters: MelFilters;
  readonly #hann: Float64Array;
  /** The newest samples; sample n lies at n modulo the length. */
  readonly #ring: Float64Array;
  readonly #frame: Float64Array;
  readonly #power: Float64Array;
  readonly #energies = new Float64Array(SPECTROGRAM_BINS);
  #total = 0;
  #column = 0;

  /** @throws RangeError where the rate isn't an integer of at least 1000 Hz. */
  constructor(sampleRateHz: number) {
    if (!Number.isSafeInteger(sampleRateHz) || sampleRateHz < 1000) {
      throw new RangeError(`Expected an integer sample rate of 1000 Hz or more, got ${sampleRateHz}`);
    }
    this.#sampleRateHz = sampleRateHz;
    const size = 2 ** Math.ceil(Math.log2(sampleRateHz * MIN_WINDOW_S));
    this.#spectrum = new PowerSpectrum(size);
    this.#filters = new MelFilters({
      numMelBins: SPECTROGRAM_BINS,
      numFrequencyBins: this.#spectrum.numBins,
      sampleRateHz,
      minHz: MIN_HZ,
      maxHz: Math.min(MAX_HZ, sampleRateHz / 2),
    });
    // The window carries the scale: a full-scale sine has |X| = size/4 at its bin, which is to be 1.
    this.#hann = Float64Array.from({ length: size }, (_, i) => (2 - 2 * Math.cos((2 * Math.PI * i) / size)) / size);
    this.#ring = new Float64Array(size);
    this.#frame = new Float64Array(size);
    this.#power = new Float64Array(this.#spectrum.numBins);
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
    const mask = this.#ring.length - 1;
    for (let i = 0; i <= mask; i++) {
      this.#frame[i] = (this.#ring[(this.#total + i) & mask] as number) * (this.#hann[i] as number);
    }
    this.#spectrum.compute(this.#frame, this.#power);
    this.#filters.apply(this.#power, this.#energies);
    const bins = new Uint8Array(SPECTROGRAM_BINS);
    this.#energies.forEach((energy, m) => {
      const db = 10 * Math.log10(energy / HANN_BANDWIDTH);
      bins[m] = Math.round(255 * Math.min(1, Math.max(0, 1 - db / FLOOR_DB)));
    });
    return bins;
  }
}
