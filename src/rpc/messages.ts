/**
 * The smallest honest typed RPC between a page and a worker: the answer's type follows the call's name, failure is part
 * of the reply, and a worker may also speak unasked (`event`). Nothing here knows what the calls are about.
 */
import type { PlainError } from "../errors/earshot-error.ts";

/** A protocol: each call's parameters, result and progress, and what the worker may say unasked. */
export interface Protocol {
  readonly calls: Record<string, { params: unknown; result: unknown; progress: unknown }>;
  readonly event: unknown;
}

export type CallName<P extends Protocol> = keyof P["calls"] & string;
export type Params<P extends Protocol, N extends CallName<P>> = P["calls"][N]["params"];
export type Result<P extends Protocol, N extends CallName<P>> = P["calls"][N]["result"];
export type Progress<P extends Protocol, N extends CallName<P>> = P["calls"][N]["progress"];

/** Page → worker. */
export type Request<P extends Protocol> = {
  [N in CallName<P>]: { readonly id: number; readonly name: N; readonly params: Params<P, N> };
}[CallName<P>];

/** Worker → page. */
export type Reply =
  | { readonly kind: "done"; readonly id: number; readonly result: unknown }
  | { readonly kind: "failed"; readonly id: number; readonly error: PlainError }
  | { readonly kind: "progress"; readonly id: number; readonly progress: unknown }
  | { readonly kind: "event"; readonly event: unknown }
  /** Holds this lock while it lives: `life.ts`. */
  | { readonly kind: "alive"; readonly lock: string };

/** The part of a `Worker` that the client uses; tests pass a fake. */
export interface WorkerLike {
  postMessage(message: unknown, transfer: Transferable[]): void;
  terminate(): void;
  onmessage: ((event: MessageEvent) => void) | null;
  onmessageerror: ((event: MessageEvent) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

/** The part of the worker's global scope that the server uses. */
export interface ScopeLike {
  postMessage(message: unknown, transfer: Transferable[]): void;
  onmessage: ((event: MessageEvent) => void) | null;
}
