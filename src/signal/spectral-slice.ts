/**
 * Owns: one frame of sound → one column of bytes, on the mel scale, for looking at. The live display
 * (`spectral-column.ts`), the overview of a file (`overview.ts`) and the picture of a part (`spectral-picture.ts`) differ
 * only in where their frames lie and how many bands they show.
 *
 * A band's power is divided by Hann's noise bandwidth, so a full-scale sine in the middle of a wide band shows as 0 dB;
 * between two bands, or in narrow ones, up to 4 dB less. A band narrower than the spectrum's own resolution would fall
 * between its bins; it shows the power at its middle instead, between the two nearest bins.
 */
import { PowerSpectrum } from "./fft.ts";
import { hertzToMel, MelFilters } from "./mel-filters.ts";

const MIN_HZ = 50;
const FLOOR_DB = -100;
/** Equivalent noise bandwidth of the Hann window, in bins. */
const HANN_BANDWIDTH = 1.5;

export interface SliceOptions {
  readonly sampleRateHz: number;
  /** Samples a frame, a power of two. */
  readonly frameSamples: number;
  /** Bands from 50 Hz to `maxHz`. */
  readonly numBins: number;
  readonly maxHz: number;
}

export class SpectralSlice {
  readonly frameSamples: number;
  readonly numBins: number;
  readonly #spectrum: PowerSpectrum;
  readonly #filters: MelFilters;
  readonly #narrow: readonly NarrowBand[];
  readonly #hann: Float64Array;
  readonly #windowed: Float64Array;
  readonly #power: Float64Array;
  readonly #energies: Float64Array;

  /** @throws RangeError where the size is no power of two or there is no band above 50 Hz. */
  constructor({ sampleRateHz, frameSamples, numBins, maxHz }: SliceOptions) {
    this.frameSamples = frameSamples;
    this.numBins = numBins;
    this.#spectrum = new PowerSpectrum(frameSamples);
    this.#filters = new MelFilters({
      numMelBins: numBins,
      numFrequencyBins: this.#spectrum.numBins,
      sampleRateHz,
      minHz: MIN_HZ,
      maxHz,
    });
    this.#narrow = narrowBands(numBins, maxHz, sampleRateHz / frameSamples);
    // The window carries the scale: a full-scale sine has |X| = frameSamples/4 at its bin, which is to be 1.
    this.#hann = Float64Array.from({ length: frameSamples }, (_, i) => {
      return (2 - 2 * Math.cos((2 * Math.PI * i) / frameSamples)) / frameSamples;
    });
    this.#windowed = new Float64Array(frameSamples);
    this.#power = new Float64Array(this.#spectrum.numBins);
    this.#energies = new Float64Array(numBins);
  }

  /**
   * @param frame `frameSamples` finite samples, not windowed; left as it is.
   * @param out receives `numBins` bytes, low to high: 0 = -100 dB, 255 = 0 dB.
   */
  measure(frame: Float64Array, out: Uint8Array): void {
    for (let i = 0; i < frame.length; i++) this.#windowed[i] = (frame[i] as number) * (this.#hann[i] as number);
    this.#spectrum.compute(this.#windowed, this.#power);
    this.#filters.apply(this.#power, this.#energies);
    for (const { band, bin, part } of this.#narrow) {
      const [below, above] = [this.#power[bin] as number, this.#power[bin + 1] as number];
      this.#energies[band] = below + part * (above - below);
    }
    for (let m = 0; m < this.numBins; m++) {
      const db = 10 * Math.log10((this.#energies[m] as number) / HANN_BANDWIDTH);
      out[m] = Math.round(255 * Math.min(1, Math.max(0, 1 - db / FLOOR_DB)));
    }
  }
}

interface NarrowBand {
  readonly band: number;
  /** The spectrum's bin below the band's middle, and how far (0-1) the middle lies towards the next. */
  readonly bin: number;
  readonly part: number;
}

/** The bands whose neighbours' middles are closer than two bins: no bin might lie near their own middle. */
function narrowBands(numBins: number, maxHz: number, binHz: number): NarrowBand[] {
  const lowMel = hertzToMel(MIN_HZ);
  const stepMel = (hertzToMel(maxHz) - lowMel) / (numBins + 1);
  const hertz = (band: number): number => 700 * Math.expm1((lowMel + (band + 1) * stepMel) / 1127);
  return Array.from({ length: numBins }, (_, band) => {
    const at = hertz(band) / binHz;
    return { band, bin: Math.floor(at), part: at % 1 };
  }).filter(({ band }) => hertz(band + 1) - hertz(band - 1) < 2 * binHz);
}
