/**
 * Owns: a file's picture as a whole while it streams by: peaks for the waveform and a few spectrogram columns a second.
 * Flat in the file's length: when the bins are full, each two neighbours become one (the higher of both), and bins last
 * twice as long. The fine picture of a part is made from that part of the file, when somebody looks. Its levels alone stay
 * as fine as they are: events end where it becomes quiet (`scores/event-edges.ts`).
 */
import { LevelTrack, type SoundLevels } from "./sound-levels.ts";
import { SpectralSlice } from "./spectral-slice.ts";

/** A bounded number of equal bins along the file. */
export interface Overview extends SoundLevels {
  /** Seconds a bin lasts; bin i covers i·binS to (i+1)·binS. */
  readonly binS: number;
  readonly count: number;
  /** Highest absolute sample of each bin, 0 to 1 (and beyond, where the sound does). */
  readonly peaks: Float32Array;
  /** Seconds a column lasts. */
  readonly columnS: number;
  readonly columnCount: number;
  /** Rows of a column, low to high on the mel scale; 0 = -100 dB, 255 = 0 dB. Column by column. */
  readonly columns: Uint8Array;
}

/** Bins and columns a second before anything is merged. */
const BIN_RATE_HZ = 40;
const COLUMN_RATE_HZ = 4;
/** Rows of a column: it is drawn small. */
export const OVERVIEW_ROWS = 64;
/** As the fine picture of a part has it (`spectral-picture.ts`). */
const FRAME_S = 0.046;
const MAX_HZ = 16_000;
/** No sound is that loud: such a sample is damage. */
const DAMAGE = 1e30;
/** Even, so that bins merge in pairs. */
const MAX_BINS = 8192;
const MAX_COLUMNS = 4096;

export class OverviewBuilder {
  readonly #sampleRateHz: number;
  readonly #slice: SpectralSlice;
  readonly #ring: Float64Array;
  readonly #frame: Float64Array;
  readonly #levels: LevelTrack;
  readonly #peaks = new Float32Array(MAX_BINS);
  #binSamples: number;
  #bins = 0;
  #peak = 0;
  readonly #columns = new Uint8Array(MAX_COLUMNS * OVERVIEW_ROWS);
  #columnSamples: number;
  #columnCount = 0;
  #total = 0;

  /** @throws RangeError where the rate isn't an integer of at least 1000 Hz. */
  constructor(sampleRateHz: number) {
    const frameSamples = 2 ** Math.round(Math.log2(sampleRateHz * FRAME_S));
    const maxHz = Math.min(MAX_HZ, sampleRateHz / 2);
    this.#sampleRateHz = sampleRateHz;
    this.#slice = new SpectralSlice({ sampleRateHz, frameSamples, numBins: OVERVIEW_ROWS, maxHz });
    this.#ring = new Float64Array(frameSamples);
    this.#frame = new Float64Array(frameSamples);
    this.#levels = new LevelTrack(sampleRateHz);
    this.#binSamples = Math.round(sampleRateHz / BIN_RATE_HZ);
    this.#columnSamples = Math.round(sampleRateHz / COLUMN_RATE_HZ);
  }

  /** Takes the next mono samples, any number of them. */
  push(samples: Float32Array): void {
    this.#levels.push(samples);
    for (let at = 0; at < samples.length; ) {
      const binEnd = (this.#bins + 1) * this.#binSamples;
      const columnAt = this.#columnDue();
      const piece = samples.subarray(at, at + Math.min(binEnd, columnAt) - this.#total);
      this.#remember(piece);
      at += piece.length;
      if (this.#total === columnAt) this.#measureColumn();
      if (this.#total === binEnd) this.#endBin();
    }
  }

  /** What was pushed so far, as copies that may be transferred. A bin or column that has only begun counts. */
  snapshot(): Overview {
    const begun = this.#total > this.#bins * this.#binSamples;
    const peaks = this.#peaks.slice(0, this.#bins + Number(begun));
    if (begun) peaks[this.#bins] = this.#peak;
    return {
      binS: this.#binSamples / this.#sampleRateHz,
      count: peaks.length,
      peaks,
      columnS: this.#columnSamples / this.#sampleRateHz,
      columnCount: this.#columnCount,
      columns: this.#columns.slice(0, this.#columnCount * OVERVIEW_ROWS),
      ...this.#levels.snapshot(),
    };
  }

  #remember(piece: Float32Array): void {
    let peak = this.#peak;
    for (let i = 0; i < piece.length; i++) {
      const size = Math.abs(piece[i] as number);
      if (size > peak && size < DAMAGE) peak = size;
    }
    this.#peak = peak;
    const ring = this.#ring;
    const kept = piece.subarray(Math.max(0, piece.length - ring.length));
    this.#total += piece.length;
    const start = (this.#total - kept.length) % ring.length;
    const beforeWrap = Math.min(kept.length, ring.length - start);
    ring.set(kept.subarray(0, beforeWrap), start);
    ring.set(kept.subarray(beforeWrap), 0);
  }

  #endBin(): void {
    this.#peaks[this.#bins++] = this.#peak;
    this.#peak = 0;
    if (this.#bins < MAX_BINS) return;
    const peaks = this.#peaks;
    for (let i = 0; i < MAX_BINS / 2; i++) peaks[i] = Math.max(peaks[2 * i] as number, peaks[2 * i + 1] as number);
    this.#bins = MAX_BINS / 2;
    this.#binSamples *= 2;
  }

  /** A column is measured when a frame around its middle is complete. */
  #columnDue(): number {
    const middle = (this.#columnCount + 0.5) * this.#columnSamples;
    return Math.max(this.#total + 1, Math.floor(middle + this.#ring.length / 2));
  }

  /** A frame that holds damage (NaN, Infinity) gives a dark column. */
  #measureColumn(): void {
    const oldest = this.#total % this.#ring.length;
    this.#frame.set(this.#ring.subarray(oldest), 0);
    this.#frame.set(this.#ring.subarray(0, oldest), this.#ring.length - oldest);
    const at = this.#columnCount++ * OVERVIEW_ROWS;
    this.#slice.measure(this.#frame, this.#columns.subarray(at, at + OVERVIEW_ROWS));
    if (this.#columnCount < MAX_COLUMNS) return;
    const columns = this.#columns;
    for (let column = 0; column < MAX_COLUMNS / 2; column++) {
      const to = column * OVERVIEW_ROWS;
      for (let row = 0; row < OVERVIEW_ROWS; row++) {
        const [left, right] = [columns[2 * to + row] as number, columns[2 * to + OVERVIEW_ROWS + row] as number];
        columns[to + row] = Math.max(left, right);
      }
    }
    this.#columnCount = MAX_COLUMNS / 2;
    this.#columnSamples *= 2;
  }
}
