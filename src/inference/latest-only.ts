/**
 * Keeps a live stream in the present: one item in work, the newest waiting, older ones dropped and counted. A slow model
 * gives fewer results, never late ones.
 */
export class LatestOnly<T> {
  readonly #work: (item: T) => Promise<void>;
  #waiting: { readonly item: T } | null = null;
  #busy = false;
  #dropped = 0;
  #closed = false;

  /** @param work must not reject: it owns its errors. */
  constructor(work: (item: T) => Promise<void>) {
    this.#work = work;
  }

  offer(item: T): void {
    if (this.#closed) return;
    if (this.#waiting) this.#dropped++;
    this.#waiting = { item };
    if (!this.#busy) void this.#drain();
  }

  get dropped(): number {
    return this.#dropped;
  }

  /** Forgets what waits; what is in work ends by itself. */
  close(): void {
    this.#closed = true;
    this.#waiting = null;
  }

  async #drain(): Promise<void> {
    this.#busy = true;
    try {
      while (this.#waiting) {
        const { item } = this.#waiting;
        this.#waiting = null;
        await this.#work(item);
      }
    } finally {
      this.#busy = false;
    }
  }
}
