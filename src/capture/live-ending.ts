/**
 * The `onended` of a live source: told at most once, never after `close()`, and not lost when the source ends before its
 * owner had time to listen.
 */
import type { EarshotError } from "../errors/earshot-error.ts";

export type EndListener = (error: EarshotError) => void;

export class LiveEnding {
  #listener: EndListener | null = null;
  #error: EarshotError | null = null;
  #told = false;

  get listener(): EndListener | null {
    return this.#listener;
  }

  set listener(listener: EndListener | null) {
    this.#listener = listener;
    this.#tell();
  }

  /** The source ended by itself. Only the first call counts. */
  end(error: EarshotError): void {
    this.#error ??= error;
    this.#tell();
  }

  /** The owner closed the source: nothing is told from now on. */
  cancel(): void {
    this.#told = true;
    this.#listener = null;
  }

  #tell(): void {
    if (this.#told || this.#error === null || this.#listener === null) return;
    this.#told = true;
    this.#listener(this.#error);
  }
}
