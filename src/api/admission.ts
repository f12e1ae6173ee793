/**
 * Who is served now, who waits, who is sent away. A call passes before its body is read, so that memory follows those who are
 * served, not those who ask.
 */
import { ApiError } from "./api-error.ts";

export interface AdmissionLimits {
  readonly mostAtOnce: number;
  readonly mostWaiting: number;
}

/** Seconds after which somebody who was sent away may ask again. */
const RETRY_AFTER_S = 2;

export class Admission {
  readonly #limits: AdmissionLimits;
  #waiting: (() => void)[] = [];
  #inside = 0;

  constructor(limits: AdmissionLimits) {
    this.#limits = limits;
  }

  get inside(): number {
    return this.#inside;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /**
   * Does the work when it is its turn, in the order in which callers came.
   * @param gone aborted = nobody waits for the answer any more
   * @throws ApiError 503 where too many wait; what `gone` was aborted with; what `work` throws
   */
  async run<T>(work: () => Promise<T>, gone: AbortSignal): Promise<T> {
    await this.#turn(gone);
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      // The one who waited takes the place of the one who leaves.
      if (next) next();
      else this.#inside--;
    }
  }

  async #turn(gone: AbortSignal): Promise<void> {
    gone.throwIfAborted();
    if (this.#inside < this.#limits.mostAtOnce) {
      this.#inside++;
      return;
    }
    if (this.#waiting.length >= this.#limits.mostWaiting) {
      throw new ApiError(503, "Too many requests are waiting. Ask again in a moment.", RETRY_AFTER_S);
    }
    await new Promise<void>((resolve, reject) => {
      const begin = () => {
        gone.removeEventListener("abort", leave);
        resolve();
      };
      const leave = () => {
        this.#waiting = this.#waiting.filter((other) => other !== begin);
        reject(gone.reason);
      };
      this.#waiting.push(begin);
      gone.addEventListener("abort", leave, { once: true });
    });
  }
}
