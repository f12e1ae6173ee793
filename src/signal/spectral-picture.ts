/**
 * Owns: the picture of a part of a file, any number of columns wide, from a stream of its samples. A column is centred on
 * its share of the part. Where a share is longer than half a frame, frames half a frame apart cover it and the loudest
 * counts in each band, so that no click between two columns is lost; where it is shorter, frames overlap.
 *
 * Frames are about 46 ms of Hann (2048 samples at 44.1 kHz), bands go from 50 Hz to min(16 kHz, half the rate). Before the
 * stream and after `finish` lies silence; NaN and damage count as silence.
 */
import { soundSample } from "./finite.ts";
import { SpectralSlice } from "./spectral-slice.ts";

const FRAME_S = 0.046;
const MAX_HZ = 16_000;

export interface PictureOptions {
  readonly sampleRateHz: number;
  /** The part, in samples of the file; need not be whole. */
  readonly from: number;
  readonly to: number;
  readonly columns: number;
  readonly bins: number;
}

/** Columns that follow one another: `bins` bytes each, low to high; 0 = -100 dB, 255 = 0 dB. */
export interface PictureColumns {
  readonly fromColumn: number;
  readonly values: Uint8Array<ArrayBuffer>;
}

export class SpectralPicture {
  /** The samples to push, all of them in order: [firstSample, endSample). The first may be negative: pushed as silence. */
  readonly firstSample: number;
  readonly endSample: number;
  readonly #options: PictureOptions;
  readonly #framesPerColumn: number;
  readonly #slice: SpectralSlice;
  /** The newest samples; sample n lies at n - firstSample modulo the length. */
  readonly #ring: Float64Array;
  readonly #ordered: Float64Array;
  readonly #bytes: Uint8Array;
  #values: Uint8Array<ArrayBuffer>;
  #taken = 0;
  #pushed = 0;
  #frames = 0;

  /** @throws RangeError where the part is empty, or a count or the rate is too small. */
  constructor(options: PictureOptions) {
    const { sampleRateHz, from, to, columns, bins } = options;
    if (!(to > from && columns >= 1 && bins >= 1 && sampleRateHz >= 1000)) throw new RangeError("Nothing to draw");
    const frameSamples = 2 ** Math.round(Math.log2(sampleRateHz * FRAME_S));
    this.#options = options;
    this.#framesPerColumn = Math.max(1, Math.ceil((to - from) / columns / (frameSamples / 2)));
    const maxHz = Math.min(MAX_HZ, sampleRateHz / 2);
    this.#slice = new SpectralSlice({ sampleRateHz, frameSamples, numBins: bins, maxHz });
    this.#ring = new Float64Array(frameSamples);
    this.#ordered = new Float64Array(frameSamples);
    this.#bytes = new Uint8Array(bins);
    this.#values = new Uint8Array(columns * bins);
    this.firstSample = this.#frameStart(0);
    this.endSample = this.#frameStart(columns * this.#framesPerColumn - 1) + frameSamples;
  }

  /** Takes the next mono samples; more than are needed do no harm. */
  push(samples: Float32Array): void {
    const mask = this.#ring.length - 1;
    for (let i = 0; i < samples.length; i++) {
      this.#ring[this.#pushed++ & mask] = soundSample(samples[i] as number);
      while (this.#pushed === this.#frameDue()) this.#measure();
    }
  }

  /** The sound is over: the columns that are still open are finished with silence. */
  finish(): void {
    this.push(new Float32Array(Math.min(this.#ring.length, this.endSample - this.firstSample - this.#pushed)));
    // What lies farther on than a frame is silence and need not be measured.
    this.#frames = this.#options.columns * this.#framesPerColumn;
  }

  /** Columns finished since the last call. */
  get ready(): number {
    return Math.floor(this.#frames / this.#framesPerColumn) - this.#taken;
  }

  take(): PictureColumns {
    const { bins } = this.#options;
    const fromColumn = this.#taken;
    this.#taken += this.ready;
    return { fromColumn, values: this.#values.slice(fromColumn * bins, this.#taken * bins) };
  }

  /** How many samples must have been pushed for the next frame; NaN after the last one. */
  #frameDue(): number {
    if (this.#frames >= this.#options.columns * this.#framesPerColumn) return Number.NaN;
    return this.#frameStart(this.#frames) + this.#ring.length - this.firstSample;
  }

  #frameStart(frame: number): number {
    const { from, to, columns } = this.#options;
    const step = (to - from) / (columns * this.#framesPerColumn);
    return Math.round(from + (frame + 0.5) * step - this.#ring.length / 2);
  }

  #measure(): void {
    const oldest = this.#pushed & (this.#ring.length - 1);
    this.#ordered.set(this.#ring.subarray(oldest));
    this.#ordered.set(this.#ring.subarray(0, oldest), this.#ring.length - oldest);
    this.#slice.measure(this.#ordered, this.#bytes);
    const { bins } = this.#options;
    const at = Math.floor(this.#frames++ / this.#framesPerColumn) * bins;
    for (let m = 0; m < bins; m++) {
      this.#values[at + m] = Math.max(this.#values[at + m] as number, this.#bytes[m] as number);
    }
  }
}
