/** A gate that work waits at while it is closed: how the queue of files pauses. */
import { EarshotError } from "../errors/earshot-error.ts";

export class Gate {
  #closed = false;
  #waiting: (() => void)[] = [];

  get closed(): boolean {
    return this.#closed;
  }

  close(): void {
    this.#closed = true;
  }

  /** Resolves at once while the gate is open, else when it opens. @throws EarshotError `aborted` */
  async open(signal: AbortSignal): Promise<void> {
    while (this.#closed && !signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
        signal.addEventListener("abort", () => resolve(), { once: true });
      });
    }
    if (signal.aborted) throw new EarshotError("aborted", "cancelled while paused");
  }

  reopen(): void {
    this.#closed = false;
    for (const wake of this.#waiting.splice(0)) wake();
  }
}
