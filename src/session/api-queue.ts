/** Calls of the Hub's API, one at a time: a bounded number waits, more are sent away. */
import { ApiError } from "../api/api-error.ts";

export const MOST_WAITING = 32;
/** Seconds after which somebody who was sent away may ask again. */
const RETRY_AFTER_S = 2;

export class ApiQueue {
  #busy = false;
  #waiting: (() => void)[] = [];

  /** @throws ApiError 503 where too many wait; what `gone` was aborted with; what `work` throws */
  async run<T>(work: () => Promise<T>, gone: AbortSignal): Promise<T> {
    await this.#turn(gone);
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      // The one who waited takes the place of the one who leaves.
      if (next) next();
      else this.#busy = false;
    }
  }

  async #turn(gone: AbortSignal): Promise<void> {
    gone.throwIfAborted();
    if (!this.#busy) {
      this.#busy = true;
      return;
    }
    if (this.#waiting.length >= MOST_WAITING) {
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
