/** Events of a stream in order, pulled one by one; a failure comes before anything that waits. */
import type { EarshotError } from "../errors/earshot-error.ts";
import type { StreamEvent } from "../stream/protocol.ts";

export class EventInbox {
  readonly #events: StreamEvent[] = [];
  #error: EarshotError | null = null;
  #wake: (() => void) | null = null;

  readonly take = (event: StreamEvent): void => {
    this.#events.push(event);
    this.#wake?.();
  };

  readonly fail = (error: EarshotError): void => {
    this.#error ??= error;
    this.#wake?.();
  };

  async next(): Promise<StreamEvent> {
    for (;;) {
      if (this.#error) throw this.#error;
      const event = this.#events.shift();
      if (event) return event;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
