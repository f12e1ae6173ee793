/**
 * Who is served now, who waits, who is sent away. A request passes before its body is read, so that memory follows those who are
 * served, not those who ask.
 */
import { ApiError } from "../api/api-error.ts";

export interface AdmissionLimits {
  readonly mostAtOnce: number;
  readonly mostWaiting: number;
}

/** Seconds after which somebody who was sent away may ask again. */
const RETRY_AFTER_S = 2;

export class Admission {
  readonly #limits: AdmissionLimits;
  readonly #waiting: { readonly enter: () => void }[] = [];
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
   * Resolves when it is this one's turn; `leave` must be called for each that entered.
   * @param gone aborted = nobody waits for the answer any more
   * @throws ApiError 503 where the queue is full; what `gone` was aborted with
   */
  async enter(gone: AbortSignal): Promise<void> {
    gone.throwIfAborted();
    if (this.#inside < this.#limits.mostAtOnce) {
      this.#inside++;
      return;
    }
    if (this.#waiting.length >= this.#limits.mostWaiting) {
      throw new ApiError(503, "Too many requests are waiting. Ask again in a moment.", RETRY_AFTER_S);
    }
    await new Promise<void>((resolve, reject) => {
      const place = {
        enter: () => {
          gone.removeEventListener("abort", giveUp);
          resolve();
        },
      };
      const giveUp = () => {
        this.#waiting.splice(this.#waiting.indexOf(place), 1);
        reject(gone.reason);
      };
      this.#waiting.push(place);
      gone.addEventListener("abort", giveUp, { once: true });
    });
  }

  leave(): void {
    const next = this.#waiting.shift();
    // The one who waited takes the place of the one who leaves.
    if (next) next.enter();
    else this.#inside--;
  }
}
