/**
 * Owns: the power spectrum of a real frame whose length is a power of two.
 *
 * A frame of N real samples is read as N/2 complex ones, transformed in place by decimation in frequency (radix 4, one
 * radix-2 stage where needed), and unmixed into N/2 + 1 bins. The digit-reversed order is undone while reading, so no
 * pass permutes; float64 throughout; nothing is allocated after construction.
 * Deliberately doesn't: phases, or the inverse; nothing here needs them.
 */

interface Stage {
  readonly radix: 2 | 3 | 4 | 5;
  /** Complex points in one block of the stage; a butterfly's inputs lie block/radix apart. */
  readonly block: number;
  /** For each j of block/radix cos and sin of W^j, W^2j … W^(radix-1)j. */
  readonly twiddles: Float64Array;
}

/** The numbers of a transform, the same for every frame; `simd/` runs on them as well. */
export interface SpectrumPlan {
  readonly stages: readonly Stage[];
  /** Where in the (interleaved) frame frequency k lies after the stages. */
  readonly places: Int32Array;
  /** cos and sin of -2πk/size for k = 0..size/4, to unmix the two halves. */
  readonly cos: Float64Array;
  readonly sin: Float64Array;
}

/** Fours first: they cost least. */
const RADICES = [4, 2, 3, 5] as const;

/** @throws RangeError where half of `size` has another prime factor than 2, 3 and 5, or `size` is no even number from 8. */
export function planSpectrum(size: number): SpectrumPlan {
  const points = size / 2;
  const stages: Stage[] = [];
  let block = points;
  for (const radix of RADICES) {
    for (; Number.isInteger(block) && block % radix === 0; block /= radix) stages.push(planStage(block, radix));
  }
  if (block !== 1 || size < 8) throw new RangeError(`No transform of ${size} samples`);
  const radices = stages.map(({ radix }) => radix);
  const angles = Array.from({ length: Math.floor(points / 2) + 1 }, (_, k) => (-2 * Math.PI * k) / size);
  const cos = Float64Array.from(angles, Math.cos);
  const sin = Float64Array.from(angles, Math.sin);
  return { stages, places: digitReversal(points, radices), cos, sin };
}

export class PowerSpectrum {
  /** Samples a frame. */
  readonly size: number;
  /** size/2 + 1. */
  readonly numBins: number;
  readonly #plan: SpectrumPlan;

  /** @throws RangeError where `size` isn't a power of two of at least 8. */
  constructor(size: number) {
    if (!Number.isInteger(Math.log2(size))) throw new RangeError(`A frame holds a power of two samples, got ${size}`);
    this.#plan = planSpectrum(size);
    this.size = size;
    this.numBins = size / 2 + 1;
  }

  /**
   * @param frame `size` samples, already windowed; used as scratch, so its contents are lost.
   * @param power receives |X[k]|² for k = 0..size/2, unscaled as in `numpy.abs(numpy.fft.rfft(frame)) ** 2`.
   * @throws RangeError where an array has another length.
   */
  compute(frame: Float64Array, power: Float64Array): void {
    if (frame.length !== this.size || power.length !== this.numBins) {
      throw new RangeError(`Expected ${this.size} samples and ${this.numBins} bins`);
    }
    for (const stage of this.#plan.stages) {
      if (stage.radix === 4) runStage(frame, stage);
      else runPairs(frame);
    }
    this.#unmix(frame, power);
  }

  /** X[k] = E + W^k·O and X[N/2-k] = conj(E - W^k·O), with E, O the spectra of the even and the odd samples. */
  #unmix(z: Float64Array, power: Float64Array): void {
    const { places, cos, sin } = this.#plan;
    const points = this.size / 2;
    power[0] = ((z[0] as number) + (z[1] as number)) ** 2;
    power[points] = ((z[0] as number) - (z[1] as number)) ** 2;
    for (let k = 1; k <= points / 2; k++) {
      const near = places[k] as number;
      const far = places[points - k] as number;
      const nearRe = z[near] as number;
      const nearIm = z[near + 1] as number;
      const farRe = z[far] as number;
      const farIm = z[far + 1] as number;
      const evenRe = nearRe + farRe;
      const evenIm = nearIm - farIm;
      const oddRe = nearIm + farIm;
      const oddIm = farRe - nearRe;
      const c = cos[k] as number;
      const s = sin[k] as number;
      const turnedRe = c * oddRe - s * oddIm;
      const turnedIm = c * oddIm + s * oddRe;
      const upRe = evenRe + turnedRe;
      const upIm = evenIm + turnedIm;
      const downRe = evenRe - turnedRe;
      const downIm = evenIm - turnedIm;
      power[k] = 0.25 * (upRe * upRe + upIm * upIm);
      power[points - k] = 0.25 * (downRe * downRe + downIm * downIm);
    }
  }
}

function planStage(block: number, radix: Stage["radix"]): Stage {
  const part = block / radix;
  const turns = radix - 1;
  const twiddles = new Float64Array(2 * turns * part);
  for (let j = 0; j < part; j++) {
    for (let m = 1; m <= turns; m++) {
      const angle = (-2 * Math.PI * j * m) / block;
      twiddles[2 * (turns * j + m - 1)] = Math.cos(angle);
      twiddles[2 * (turns * j + m - 1) + 1] = Math.sin(angle);
    }
  }
  return { radix, block, twiddles };
}

/** Frequency k = d1 + r1·d2 + r1·r2·d3 … lies at d1·n/r1 + d2·n/(r1·r2) + …; doubled, as frames are interleaved. */
function digitReversal(points: number, radices: readonly number[]): Int32Array {
  return Int32Array.from({ length: points }, (_, k) => {
    let place = 0;
    let rest = k;
    let span = points;
    for (const radix of radices) {
      span /= radix;
      place += (rest % radix) * span;
      rest = Math.floor(rest / radix);
    }
    return 2 * place;
  });
}

function runStage(z: Float64Array, { block, twiddles }: Stage): void {
  const step = 2 * block;
  const quarter = block / 4;
  const q = 2 * quarter;
  runUnturned(z, q, step);
  for (let j = 1; j < quarter; j++) {
    const t = 6 * j;
    const c1 = twiddles[t] as number;
    const s1 = twiddles[t + 1] as number;
    const c2 = twiddles[t + 2] as number;
    const s2 = twiddles[t + 3] as number;
    const c3 = twiddles[t + 4] as number;
    const s3 = twiddles[t + 5] as number;
    for (let a = 2 * j; a < z.length; a += step) {
      const b = a + q;
      const c = b + q;
      const d = c + q;
      const aRe = z[a] as number;
      const aIm = z[a + 1] as number;
      const bRe = z[b] as number;
      const bIm = z[b + 1] as number;
      const cRe = z[c] as number;
      const cIm = z[c + 1] as number;
      const dRe = z[d] as number;
      const dIm = z[d + 1] as number;
      const acRe = aRe + cRe;
      const acIm = aIm + cIm;
      const awayRe = aRe - cRe;
      const awayIm = aIm - cIm;
      const bdRe = bRe + dRe;
      const bdIm = bIm + dIm;
      const turnRe = bIm - dIm; // -i·(b - d)
      const turnIm = dRe - bRe;
      const y1Re = awayRe + turnRe;
      const y1Im = awayIm + turnIm;
      const y2Re = acRe - bdRe;
      const y2Im = acIm - bdIm;
      const y3Re = awayRe - turnRe;
      const y3Im = awayIm - turnIm;
      z[a] = acRe + bdRe;
      z[a + 1] = acIm + bdIm;
      z[b] = c1 * y1Re - s1 * y1Im;
      z[b + 1] = c1 * y1Im + s1 * y1Re;
      z[c] = c2 * y2Re - s2 * y2Im;
      z[c + 1] = c2 * y2Im + s2 * y2Re;
      z[d] = c3 * y3Re - s3 * y3Im;
      z[d + 1] = c3 * y3Im + s3 * y3Re;
    }
  }
}

/** The butterflies with j = 0, whose twiddles are 1: a loop of their own, without a branch or a multiplication. */
function runUnturned(z: Float64Array, q: number, step: number): void {
  for (let a = 0; a < z.length; a += step) {
    const b = a + q;
    const c = b + q;
    const d = c + q;
    const aRe = z[a] as number;
    const aIm = z[a + 1] as number;
    const bRe = z[b] as number;
    const bIm = z[b + 1] as number;
    const cRe = z[c] as number;
    const cIm = z[c + 1] as number;
    const dRe = z[d] as number;
    const dIm = z[d + 1] as number;
    const acRe = aRe + cRe;
    const acIm = aIm + cIm;
    const awayRe = aRe - cRe;
    const awayIm = aIm - cIm;
    const bdRe = bRe + dRe;
    const bdIm = bIm + dIm;
    const turnRe = bIm - dIm;
    const turnIm = dRe - bRe;
    z[a] = acRe + bdRe;
    z[a + 1] = acIm + bdIm;
    z[b] = awayRe + turnRe;
    z[b + 1] = awayIm + turnIm;
    z[c] = acRe - bdRe;
    z[c + 1] = acIm - bdIm;
    z[d] = awayRe - turnRe;
    z[d + 1] = awayIm - turnIm;
  }
}

function runPairs(z: Float64Array): void {
  for (let a = 0; a < z.length; a += 4) {
    const re = z[a + 2] as number;
    const im = z[a + 3] as number;
    z[a + 2] = (z[a] as number) - re;
    z[a + 3] = (z[a + 1] as number) - im;
    z[a] = (z[a] as number) + re;
    z[a + 1] = (z[a + 1] as number) + im;
  }
}
