/** A worker without a thread: runs the real RPC server (or any listener) in the same process, messages as microtasks. */

import type { Protocol, WorkerLike } from "../rpc/messages.ts";
import { type Handlers, serve } from "../rpc/rpc-server.ts";

export class FakeWorker<P extends Protocol> implements WorkerLike {
  onmessage: ((event: MessageEvent) => void) | null = null;
  onmessageerror: ((event: MessageEvent) => void) | null = null;
  onerror: ((event: ErrorEvent) => void) | null = null;
  terminated = false;
  /** True = messages to it vanish, as those to a killed worker do. */
  deaf = false;
  readonly tell: (event: P["event"]) => void;
  readonly #scope: { onmessage: ((event: MessageEvent) => void) | null; postMessage(message: unknown): void };

  constructor(handlers: Handlers<P>) {
    this.#scope = {
      onmessage: null,
      postMessage: (message) => {
        if (!this.terminated && !this.deaf)
          queueMicrotask(() => this.onmessage?.(new MessageEvent("message", { data: message })));
      },
    };
    this.tell = serve<P>(this.#scope, handlers);
  }

  postMessage(message: unknown): void {
    const copy: unknown = structuredClone(message);
    if (this.terminated || this.deaf) return;
    queueMicrotask(() => this.#scope.onmessage?.(new MessageEvent("message", { data: copy })));
  }

  terminate(): void {
    this.terminated = true;
  }

  crash(message: string): void {
    // Node has no ErrorEvent; the client reads these two members only.
    this.onerror?.({ message, preventDefault() {} } as ErrorEvent);
  }
}
