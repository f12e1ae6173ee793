/**
 * How many requests are with a server at once, and what is done when it cannot take them now: wait as long as it asks, or
 * longer after each failure, with up to a quarter more or less. Promises: never more than `most`, fewer where the server asks
 * for a pause; a request ends with its answer, with a failure that stays, or after `tries`; every wait can be called off.
 */
import { asEarshotError, EarshotError } from "../errors/earshot-error.ts";
import { type Patience, waitMs } from "../library/download/patience.ts";
import { sleep } from "../library/download/waiting.ts";

export interface ServerPatience
  extends Pick<Patience, "tries" | "firstWaitMs" | "longestWaitMs" | "longestRetryAfterS"> {
  /** A model that is not there after so long will not be. */
  readonly longestLoadingMs: number;
}

export const SERVER_PATIENCE: ServerPatience = {
  tries: 8,
  firstWaitMs: 500,
  longestWaitMs: 30_000,
  longestRetryAfterS: 600,
  longestLoadingMs: 20 * 60_000,
};

/** What stands in the way now; null: nothing does. `estimatedS`: as the server guesses, from `sinceMs` on. */
export type Hindrance = {
  readonly why: "loading" | "busy" | "failing" | "unreachable";
  readonly sinceMs: number;
  readonly untilMs: number;
  readonly estimatedS: number | null;
} | null;

export interface TrafficOptions {
  readonly most: number;
  readonly patience?: ServerPatience | undefined;
  readonly random?: (() => number) | undefined;
  readonly onHindrance: (hindrance: Hindrance) => void;
}

/** A server that loads its model is asked again this often: it answers at once, and costs nothing. */
const LOADING_ASK_MS = 3_000;
/** After so many answers in a row one more request may be under way again. */
const ANSWERS_FOR_MORE = 12;

export class Traffic {
  readonly #options: TrafficOptions;
  readonly #patience: ServerPatience;
  readonly #waiters: (() => void)[] = [];
  #limit: number;
  #active = 0;
  #answers = 0;
  #pausedUntilMs = 0;
  #loadingSinceMs: number | null = null;
  #failuresInARow = 0;
  #hindered = false;

  constructor(options: TrafficOptions) {
    this.#options = options;
    this.#patience = options.patience ?? SERVER_PATIENCE;
    this.#limit = options.most;
  }

  /** How many may be under way now. */
  get limit(): number {
    return this.#limit;
  }

  /** Asks until there is an answer. @throws EarshotError what stays so, or what was still so at last */
  async ask<T>(call: () => Promise<T>, signal: AbortSignal): Promise<T> {
    for (let failures = 0; ; ) {
      const outcome = await this.#once(call, signal);
      if ("answer" in outcome) return outcome.answer;
      const { error } = outcome;
      if (error.code !== "remote-loading") failures++;
      if (this.#isEnough(error, failures)) throw lasting(error);
      const ms = this.#waitFor(error, failures);
      this.#hinder(error, ms);
      await sleep(ms, signal);
    }
  }

  /**
   * For what is worth nothing later: one try. A failure that may pass is thrown when its wait is over, so that whoever asks
   * next does not hammer; one that stays is thrown at once, and so is the last of `tries` in a row.
   */
  async askNow<T>(call: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const outcome = await this.#once(call, signal);
    if ("answer" in outcome) return outcome.answer;
    const { error } = outcome;
    if (error.code !== "remote-loading") this.#failuresInARow++;
    if (this.#isEnough(error, this.#failuresInARow)) throw lasting(error);
    const ms = this.#waitFor(error, this.#failuresInARow);
    this.#hinder(error, ms);
    await sleep(ms, signal);
    throw error;
  }

  async #once<T>(call: () => Promise<T>, signal: AbortSignal): Promise<{ answer: T } | { error: EarshotError }> {
    await this.#enter(signal);
    try {
      const answer = await call();
      this.#flow();
      return { answer };
    } catch (thrown) {
      const error = asEarshotError(thrown);
      if (signal.aborted || !error.transient) throw error;
      return { error };
    } finally {
      this.#active--;
      this.#waiters.shift()?.();
    }
  }

  async #enter(signal: AbortSignal): Promise<void> {
    for (;;) {
      if (signal.aborted) throw new EarshotError("aborted", "called off before it was asked");
      const pauseMs = this.#pausedUntilMs - Date.now();
      if (pauseMs > 0) await sleep(pauseMs, signal);
      else if (this.#active < this.#limit) break;
      else await this.#turn(signal);
    }
    this.#active++;
  }

  #turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const go = () => {
        signal.removeEventListener("abort", leave);
        resolve();
      };
      const leave = () => {
        const at = this.#waiters.indexOf(go);
        if (at >= 0) this.#waiters.splice(at, 1);
        go();
      };
      signal.addEventListener("abort", leave, { once: true });
      this.#waiters.push(go);
    });
  }

  #flow(): void {
    this.#failuresInARow = 0;
    this.#loadingSinceMs = null;
    this.#answers++;
    if (this.#answers >= ANSWERS_FOR_MORE && this.#limit < this.#options.most) {
      this.#answers = 0;
      this.#limit++;
      this.#waiters.shift()?.();
    }
    if (!this.#hindered || this.#pausedUntilMs > Date.now()) return;
    this.#hindered = false;
    this.#options.onHindrance(null);
  }

  #isEnough(error: EarshotError, failures: number): boolean {
    const { retryAfterS } = error.details;
    if (typeof retryAfterS === "number" && retryAfterS > this.#patience.longestRetryAfterS) return true;
    if (error.code !== "remote-loading") return failures >= this.#patience.tries;
    this.#loadingSinceMs ??= Date.now();
    return Date.now() - this.#loadingSinceMs > this.#patience.longestLoadingMs;
  }

  #waitFor(error: EarshotError, failures: number): number {
    const { retryAfterS, estimatedS } = error.details;
    const backOff = waitMs(failures, { ...PLAIN_PATIENCE, ...this.#patience }, this.#options.random);
    if (typeof retryAfterS === "number" && retryAfterS > 0) return retryAfterS * 1000 + backOff / 4;
    if (error.code !== "remote-loading") return backOff;
    const asked = typeof estimatedS === "number" ? estimatedS * 1000 : LOADING_ASK_MS;
    return Math.max(this.#patience.firstWaitMs, Math.min(asked, LOADING_ASK_MS));
  }

  /** What is the server's state holds all requests back; what may be one connection's, only its own. */
  #hinder(error: EarshotError, ms: number): void {
    const nowMs = Date.now();
    const { estimatedS } = error.details;
    this.#answers = 0;
    if (error.code === "remote-busy") this.#limit = Math.max(1, Math.floor(this.#limit / 2));
    if (error.code === "remote-busy" || error.code === "remote-loading") {
      this.#pausedUntilMs = Math.max(this.#pausedUntilMs, nowMs + ms);
    }
    this.#hindered = true;
    this.#options.onHindrance({
      why: WHY[error.code] ?? "failing",
      sinceMs: error.code === "remote-loading" ? (this.#loadingSinceMs ?? nowMs) : nowMs,
      untilMs: nowMs + ms,
      estimatedS: typeof estimatedS === "number" ? estimatedS : null,
    });
  }
}

const WHY: Readonly<Partial<Record<string, NonNullable<Hindrance>["why"]>>> = {
  "remote-loading": "loading",
  "remote-busy": "busy",
  "remote-unreachable": "unreachable",
};

/** What a request has no use for. */
const PLAIN_PATIENCE = { stallMs: 0, triesInAll: 0 };

/** Waited for long enough: it is no longer one that passes. */
function lasting({ code, message, details, cause }: EarshotError): EarshotError {
  return new EarshotError(code, message, { details, cause });
}
