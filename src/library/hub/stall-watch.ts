/** Ends a request that sends nothing, and tells that end from the person's own. */
import { asEarshotError, EarshotError } from "../../errors/earshot-error.ts";

const STALL_MS = 20_000;

export class StallWatch {
  readonly signal: AbortSignal;
  readonly #stalled = new AbortController();
  readonly #stallMs: number;
  readonly #outer: AbortSignal | undefined;
  #timer: ReturnType<typeof setTimeout>;

  constructor(stallMs: number | undefined, outer: AbortSignal | undefined) {
    this.#stallMs = stallMs ?? STALL_MS;
    this.#outer = outer;
    this.signal = outer ? AbortSignal.any([outer, this.#stalled.signal]) : this.#stalled.signal;
    this.#timer = this.#start();
  }

  touch(): void {
    clearTimeout(this.#timer);
    this.#timer = this.#start();
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  explain(thrown: unknown): EarshotError {
    if (thrown instanceof EarshotError) return thrown;
    if (this.#outer?.aborted) return new EarshotError("aborted", "the check was given up", { cause: thrown });
    if (this.#stalled.signal.aborted) {
      return new EarshotError("hub-stalled", `nothing came for ${this.#stallMs} ms`, {
        transient: true,
        cause: thrown,
      });
    }
    const { message } = asEarshotError(thrown);
    return new EarshotError("model-unreachable", message, { transient: true, cause: thrown });
  }

  #start() {
    return setTimeout(() => this.#stalled.abort(), this.#stallMs);
  }
}
