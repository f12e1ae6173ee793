/**
 * Owns: the scores of a whole clip from those of its windows, in flat memory and for all methods at once, so that the
 * listener can switch the method after an hour's file without a second run.
 *
 * Works on whatever vectors it is given: activated scores, or logits that are activated afterwards. The weights are the caller's (for "energy-mean": a window's mean square), so that this
 * folder needn't know what sound is. Deliberately doesn't: find events, or weigh windows by how they overlap.
 */

/**
 * - mean: how much of the clip;
 * - max: whether anywhere;
 * - energy-mean: the mean with each window weighing its energy, so that silence has no say (all silent: the mean);
 * - log-mean-exp: a soft maximum between mean and max (Pinheiro & Collobert 2015), ln(mean(exp(r·s)))/r.
 */
export type ClipMethod = "mean" | "max" | "energy-mean" | "log-mean-exp";

/** Pinheiro & Collobert's r; at 5, one window of 1 among nine of 0 gives 0.55, where the mean gives 0.1. */
const SHARPNESS = 5;

export class ClipScores {
  readonly #sum: Float64Array;
  readonly #max: Float64Array;
  readonly #weightedSum: Float64Array;
  /** Sum of exp(r·(s - max)), kept relative to the running maximum so that it can't overflow. */
  readonly #expSum: Float64Array;
  #weight = 0;
  #windows = 0;

  /** @throws RangeError where `numLabels` isn't a positive integer. */
  constructor(numLabels: number) {
    if (!Number.isSafeInteger(numLabels) || numLabels < 1) throw new RangeError(`Cannot score ${numLabels} labels`);
    this.#sum = new Float64Array(numLabels);
    this.#max = new Float64Array(numLabels).fill(Number.NEGATIVE_INFINITY);
    this.#weightedSum = new Float64Array(numLabels);
    this.#expSum = new Float64Array(numLabels);
  }

  /** Windows added so far. */
  get windows(): number {
    return this.#windows;
  }

  /**
   * @param scores one window's activated scores, one a label.
   * @param weight its weight in "energy-mean", 0 or more: the mean square of its samples.
   * @throws RangeError for another number of labels, a score that isn't finite, or a weight that isn't or is negative.
   */
  add(scores: ArrayLike<number>, weight: number): void {
    if (scores.length !== this.#sum.length) throw new RangeError(`${scores.length} scores, not ${this.#sum.length}`);
    if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY)) throw new RangeError(`Weight ${weight}`);
    for (let i = 0; i < scores.length; i++) {
      if (!Number.isFinite(scores[i])) throw new RangeError(`Score ${i} is ${scores[i]}`);
    }
    for (let i = 0; i < scores.length; i++) this.#addOne(i, scores[i] as number, weight);
    this.#weight += weight;
    this.#windows++;
  }

  /**
   * @returns a new array, one score a label.
   * @throws RangeError before the first window: a clip without sound has no scores.
   */
  scores(method: ClipMethod): Float32Array {
    if (this.#windows === 0) throw new RangeError("A clip without windows has no scores");
    switch (method) {
      case "mean":
        return Float32Array.from(this.#sum, (sum) => sum / this.#windows);
      case "max":
        return Float32Array.from(this.#max);
      case "energy-mean":
        if (this.#weight === 0) return this.scores("mean");
        return Float32Array.from(this.#weightedSum, (sum) => sum / this.#weight);
      case "log-mean-exp":
        return Float32Array.from(this.#expSum, (sum, i) => {
          return (this.#max[i] as number) + Math.log(sum / this.#windows) / SHARPNESS;
        });
      default:
        method satisfies never;
        throw new RangeError(`Unknown method ${String(method)}`);
    }
  }

  #addOne(i: number, score: number, weight: number): void {
    const max = this.#max[i] as number;
    this.#sum[i] = (this.#sum[i] as number) + score;
    this.#weightedSum[i] = (this.#weightedSum[i] as number) + weight * score;
    if (score > max) {
      this.#expSum[i] = (this.#expSum[i] as number) * Math.exp(SHARPNESS * (max - score)) + 1;
      this.#max[i] = score;
    } else {
      this.#expSum[i] = (this.#expSum[i] as number) + Math.exp(SHARPNESS * (score - max));
    }
  }
}
