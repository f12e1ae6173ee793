/**
 * Owns: scores that move calmly. A one-pole low-pass for each label, s += (1 - exp(-Δt/τ))·(x - s), with Δt the real time
 * between two windows: a slow machine that drops windows sees fewer steps of the same curve, not a slower curve.
 * Rising scores use a shorter time constant than falling ones: a bark shows at once and can still be read a moment later.
 * Deliberately doesn't: decide what is an event, or remember more than the last vector.
 */

export interface SmoothingOptions {
  /** Time constant in ms of a rising score (63 % of a step after it); 0 follows at once. */
  readonly attackMs: number;
  /** The same for a falling one. */
  readonly releaseMs: number;
}

export class ScoreSmoother {
  readonly #options: SmoothingOptions;
  #state: Float64Array | null = null;
  #lastMs = 0;

  /** @throws RangeError where a time constant is negative or not finite. */
  constructor(options: SmoothingOptions) {
    for (const [name, ms] of Object.entries(options)) {
      if (!(ms >= 0 && ms < Number.POSITIVE_INFINITY)) throw new RangeError(`${name} must be 0 or more, got ${ms}`);
    }
    this.#options = options;
  }

  /**
   * @param scores the newest window's scores, one a label.
   * @param atMs the window's time on any steadily running clock: its position in the stream, say.
   * @param out where to write; new by default.
   * @returns the smoothed scores. The first window after construction or `reset()` comes back as it is.
   * @throws RangeError where the number of labels changes, a score isn't finite, or time runs backwards.
   */
  update(scores: ArrayLike<number>, atMs: number, out = new Float32Array(scores.length)): Float32Array {
    for (let i = 0; i < scores.length; i++) {
      if (!Number.isFinite(scores[i])) throw new RangeError(`Score ${i} is ${scores[i]}`);
    }
    const state = this.#state ?? Float64Array.from(scores);
    if (state.length !== scores.length) throw new RangeError(`${scores.length} scores after ${state.length}`);
    if (this.#state !== null) {
      const elapsedMs = atMs - this.#lastMs;
      if (!(elapsedMs >= 0)) throw new RangeError(`Time runs backwards: ${atMs} ms after ${this.#lastMs} ms`);
      const rise = stepShare(elapsedMs, this.#options.attackMs);
      const fall = stepShare(elapsedMs, this.#options.releaseMs);
      for (let i = 0; i < state.length; i++) {
        const before = state[i] as number;
        const change = (scores[i] as number) - before;
        state[i] = before + (change > 0 ? rise : fall) * change;
      }
    }
    this.#state = state;
    this.#lastMs = atMs;
    out.set(state);
    return out;
  }

  /** Forgets: another stream, another model, or a pause that nothing should glide across. */
  reset(): void {
    this.#state = null;
  }
}

function stepShare(elapsedMs: number, timeConstantMs: number): number {
  return timeConstantMs === 0 ? 1 : 1 - Math.exp(-elapsedMs / timeConstantMs);
}
