/**
 * Runs windows as one batch where that is faster and gives the same numbers, else one by one. Which it is depends on the
 * graph, the backend and the machine, so the first full packs are run both ways. A graph with a batch of one written into
 * it throws at the first try, and stays one by one; so does one quantised to int8 as it runs, whose scale would depend on
 * the other windows of the batch.
 */
import { type FeatureTensor, windowOf } from "./features/feature-tensor.ts";

/** Logits of a tensor of so many windows. */
type Infer = (features: FeatureTensor, windows: number) => Promise<Float32Array>;

/** Largest difference of a logit between both ways, relative to its size beyond 1: rounding, not another answer. */
const TOLERANCE = 1e-4;
/** Fewer windows say little about a batch. */
const LEAST_WINDOWS = 4;
/** Packs run both ways; the first of them warms up. */
const TRIALS = 3;

export class MeasuredBatches {
  readonly #infer: Infer;
  #trials = 0;
  #singlesMs = 0;
  #batchMs = 0;
  #use: "trying" | "batch" | "singles" = "trying";

  /** @param takesBatches false where the graph has no dimension for more than one window. */
  constructor(infer: Infer, takesBatches = true) {
    this.#infer = infer;
    if (!takesBatches) this.#use = "singles";
  }

  get use(): "trying" | "batch" | "singles" {
    return this.#use;
  }

  /** Row-major [window, label]. */
  async run(features: FeatureTensor): Promise<Float32Array> {
    const windows = features.dims[0] ?? 1;
    if (windows === 1) return this.#infer(features, 1);
    if (this.#use === "batch") return this.#infer(features, windows);
    if (this.#use === "singles" || windows < LEAST_WINDOWS) return this.#oneByOne(features, windows);
    return this.#tryBoth(features, windows);
  }

  async #tryBoth(features: FeatureTensor, windows: number): Promise<Float32Array> {
    const startedMs = performance.now();
    const singles = await this.#oneByOne(features, windows);
    const betweenMs = performance.now();
    const batch = await this.#infer(features, windows).catch(() => null);
    const endedMs = performance.now();
    if (batch === null || !nearlyEqual(singles, batch)) {
      this.#use = "singles";
      return singles;
    }
    if (++this.#trials > 1) {
      this.#singlesMs += betweenMs - startedMs;
      this.#batchMs += endedMs - betweenMs;
    }
    if (this.#trials === TRIALS) this.#use = this.#batchMs < this.#singlesMs ? "batch" : "singles";
    return singles;
  }

  async #oneByOne(features: FeatureTensor, windows: number): Promise<Float32Array> {
    let all: Float32Array | null = null;
    for (let window = 0; window < windows; window++) {
      const logits = await this.#infer(windowOf(features, window), 1);
      all ??= new Float32Array(windows * logits.length);
      all.set(logits, window * logits.length);
    }
    return all ?? new Float32Array(0);
  }
}

function nearlyEqual(a: Float32Array, b: Float32Array): boolean {
  return (
    a.length === b.length && a.every((x, i) => Math.abs(x - (b[i] as number)) <= TOLERANCE * Math.max(1, Math.abs(x)))
  );
}
