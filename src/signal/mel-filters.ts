/**
 * Owns: triangular mel filters, kept sparse: each filter holds only the bins it weighs. Float64 formulas of
 * `mel_filter_bank` in Python transformers (`audio_utils.py`), which repeat torchaudio's and librosa's:
 *
 * - `kaldi`: the triangles are straight on the mel axis (`triangularize_in_mel_space=True`), mel = 1127·ln(1 + hz/700).
 * - `htk`: corners even on HTK's mel axis, triangles straight in hertz (torchaudio's default).
 * - `slaney`: the same with Slaney's axis, linear up to 1 kHz (librosa's default).
 *
 * Norm `slaney` gives every triangle the same area instead of the same height.
 */

export type MelScale = "kaldi" | "htk" | "slaney";
export type MelNorm = "none" | "slaney";

export interface MelFilterOptions {
  readonly numMelBins: number;
  /** Bins of the power spectrum: fftSize/2 + 1. */
  readonly numFrequencyBins: number;
  readonly sampleRateHz: number;
  readonly minHz: number;
  readonly maxHz: number;
  readonly scale?: MelScale;
  readonly norm?: MelNorm;
}

/** Kaldi's mel scale; HTK's is the same with its constants rounded elsewhere. */
export function hertzToMel(hz: number): number {
  return 1127 * Math.log(1 + hz / 700);
}

/** Hertz to the axis on which the corners are even, and back. */
const AXES: Record<MelScale, { readonly toMel: (hz: number) => number; readonly toHertz: (mel: number) => number }> = {
  kaldi: { toMel: hertzToMel, toHertz: (mel) => 700 * (Math.exp(mel / 1127) - 1) },
  htk: { toMel: (hz) => 2595 * Math.log10(1 + hz / 700), toHertz: (mel) => 700 * (10 ** (mel / 2595) - 1) },
  slaney: {
    toMel: (hz) => (hz < 1000 ? (3 * hz) / 200 : 15 + Math.log(hz / 1000) * (27 / Math.log(6.4))),
    toHertz: (mel) => (mel < 15 ? (200 * mel) / 3 : 1000 * Math.exp((mel - 15) * (Math.log(6.4) / 27))),
  },
};

export class MelFilters {
  readonly numMelBins: number;
  /** The first frequency bin that filter m weighs. */
  readonly firstBin: Int32Array;
  /** Filter m's weights are `weights[offset[m] .. offset[m + 1]]`. */
  readonly offset: Int32Array;
  readonly weights: Float64Array;

  /** A filter narrower than the spectrum's bins may hold none; it then gives 0, as in Python. */
  constructor(options: MelFilterOptions) {
    const { numMelBins, numFrequencyBins, sampleRateHz, minHz, maxHz, scale = "kaldi", norm = "none" } = options;
    if (!Number.isInteger(numMelBins) || numMelBins < 1) {
      throw new RangeError(`numMelBins must be a positive integer, got ${numMelBins}`);
    }
    if (!(minHz >= 0 && minHz < maxHz)) throw new RangeError(`No band between ${minHz} and ${maxHz} Hz`);
    this.numMelBins = numMelBins;
    const { toMel, toHertz } = AXES[scale];
    const inMel = scale === "kaldi";
    const binHz = sampleRateHz / (2 * (numFrequencyBins - 1));
    const bins = Float64Array.from({ length: numFrequencyBins }, (_, bin) =>
      inMel ? toMel(bin * binHz) : bin * binHz,
    );
    const lowMel = toMel(minHz);
    const stepMel = (toMel(maxHz) - lowMel) / (numMelBins + 1);
    const cornerMel = (corner: number) => lowMel + corner * stepMel;
    const place = (corner: number) => (inMel ? cornerMel(corner) : toHertz(cornerMel(corner)));

    this.firstBin = new Int32Array(numMelBins);
    this.offset = new Int32Array(numMelBins + 1);
    const weights: number[] = [];
    for (let m = 0; m < numMelBins; m++) {
      const left = place(m);
      const centre = place(m + 1);
      const right = place(m + 2);
      const height = norm === "slaney" ? 2 / (toHertz(cornerMel(m + 2)) - toHertz(cornerMel(m))) : 1;
      let first = -1;
      bins.forEach((at, bin) => {
        const weight = height * Math.min((at - left) / (centre - left), (right - at) / (right - centre));
        if (weight <= 0) return;
        if (first < 0) first = bin;
        weights.push(weight);
      });
      this.firstBin[m] = Math.max(0, first);
      this.offset[m + 1] = weights.length;
    }
    this.weights = Float64Array.from(weights);
  }

  /**
   * @param power numFrequencyBins values.
   * @param energies receives numMelBins weighted sums.
   */
  apply(power: Float64Array, energies: Float64Array): void {
    const weights = this.weights;
    let w = 0;
    for (let m = 0; m < this.numMelBins; m++) {
      const end = this.offset[m + 1] as number;
      let bin = this.firstBin[m] as number;
      let sum = 0;
      for (; w < end; w++) sum += (weights[w] as number) * (power[bin++] as number);
      energies[m] = sum;
    }
  }
}
