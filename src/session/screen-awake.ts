/**
 * Keeps the screen on while somebody watches: a phone that sleeps takes the microphone away. The browser lets go of it whenever
 * the page is hidden, so it is asked again when the page comes back. What it refuses (an empty battery, an old browser) costs
 * nothing but the screen: listening goes on.
 */
type WakeLockLike = Pick<WakeLock, "request">;
type PageLike = Pick<Document, "visibilityState" | "addEventListener" | "removeEventListener">;

export class ScreenAwake {
  readonly #locks: WakeLockLike | undefined;
  readonly #page: PageLike;
  #wanted = false;
  #asking = false;
  #held: WakeLockSentinel | null = null;

  constructor(locks: WakeLockLike | undefined, page: PageLike) {
    this.#locks = locks;
    this.#page = page;
    page.addEventListener("visibilitychange", this.#settle);
  }

  want(wanted: boolean): void {
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    this.#settle();
  }

  dispose(): void {
    this.#page.removeEventListener("visibilitychange", this.#settle);
    this.want(false);
  }

  readonly #settle = (): void => {
    const held = this.#held;
    if (!this.#wanted) {
      this.#held = null;
      void held?.release();
      return;
    }
    if (this.#asking || (held && !held.released) || this.#page.visibilityState !== "visible") return;
    void this.#ask();
  };

  async #ask(): Promise<void> {
    this.#asking = true;
    try {
      this.#held = (await this.#locks?.request("screen")) ?? null;
    } catch {
      return; // Refused: see above.
    } finally {
      this.#asking = false;
    }
    // Not wanted any more, meanwhile.
    if (!this.#wanted) this.#settle();
  }
}
