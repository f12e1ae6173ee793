/**
 * Owns: triangular filters on Kaldi's mel scale, kept sparse: each filter holds only the bins it weighs.
 * Mirrors `mel_filter_bank(norm=None, mel_scale="kaldi", triangularize_in_mel_space=True)` of Python transformers
 * (`audio_utils.py`), the same formula in float64.
 */

export interface MelFilterOptions {
  readonly numMelBins: number;
  /** Bins of the power spectrum: fftSize/2 + 1. */
  readonly numFrequencyBins: number;
  readonly sampleRateHz: number;
  readonly minHz: number;
  readonly maxHz: number;
}

/** Kaldi's mel scale. */
export function hertzToMel(hz: number): number {
  return 1127 * Math.log(1 + hz / 700);
}

export class MelFilters {
  readonly numMelBins: number;
  /** The first frequency bin that filter m weighs. */
  readonly firstBin: Int32Array;
  /** Filter m's weights are `weights[offset[m] .. offset[m + 1]]`. */
  readonly offset: Int32Array;
  readonly weights: Float64Array;

  /** A filter narrower than the spectrum's bins may hold none; it then gives 0, as in Python. */
  constructor({ numMelBins, numFrequencyBins, sampleRateHz, minHz, maxHz }: MelFilterOptions) {
    if (!Number.isInteger(numMelBins) || numMelBins < 1) {
      throw new RangeError(`numMelBins must be a positive integer, got ${numMelBins}`);
    }
    if (!(minHz >= 0 && minHz < maxHz)) throw new RangeError(`No band between ${minHz} and ${maxHz} Hz`);
    this.numMelBins = numMelBins;
    const binHz = sampleRateHz / (2 * (numFrequencyBins - 1));
    const binMel = Float64Array.from({ length: numFrequencyBins }, (_, bin) => hertzToMel(bin * binHz));
    const lowMel = hertzToMel(minHz);
    const stepMel = (hertzToMel(maxHz) - lowMel) / (numMelBins + 1);

    this.firstBin = new Int32Array(numMelBins);
    this.offset = new Int32Array(numMelBins + 1);
    const weights: number[] = [];
    for (let m = 0; m < numMelBins; m++) {
      const left = lowMel + m * stepMel;
      const centre = lowMel + (m + 1) * stepMel;
      const right = lowMel + (m + 2) * stepMel;
      let first = -1;
      binMel.forEach((mel, bin) => {
        const weight = Math.min((mel - left) / (centre - left), (right - mel) / (right - centre));
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
