/** A file's picture as a whole: peaks for the waveform, a few spectrogram columns a second. Flat in the file's length. */

/** A bounded number of equal bins along the file; when they are full, each two become one. */
export interface Overview {
  /** Seconds a bin lasts; bin i covers i·binS to (i+1)·binS. */
  readonly binS: number;
  readonly count: number;
  /** Highest absolute sample of each bin, 0 to 1 (and beyond, where the sound does). */
  readonly peaks: Float32Array;
  /** Seconds a column lasts. */
  readonly columnS: number;
  readonly columnCount: number;
  /** Rows of a column: `SPECTROGRAM_BINS`, low to high on the mel scale; 0 = -100 dB, 255 = 0 dB. Column by column. */
  readonly columns: Uint8Array;
}
