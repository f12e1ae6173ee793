/** Worker side of the RPC: runs the handler of each call and answers with its result, its failure, its progress. */
import { toPlainError } from "../errors/earshot-error.ts";
import { holdLife } from "./life.ts";
import type { CallName, Params, Progress, Protocol, Reply, Request, Result, ScopeLike } from "./messages.ts";

/** A result together with the buffers that move with it. */
export interface Answer<T> {
  readonly result: T;
  readonly transfer?: Transferable[];
}

export type Handlers<P extends Protocol> = {
  readonly [N in CallName<P>]: (
    params: Params<P, N>,
    onProgress: (progress: Progress<P, N>) => void,
  ) => Promise<Answer<Result<P, N>>>;
};

/** Answers calls on `scope`; gives back a function by which the worker speaks unasked. */
export function serve<P extends Protocol>(scope: ScopeLike, handlers: Handlers<P>): (event: P["event"]) => void {
  const post = (reply: Reply, transfer: Transferable[] = []) => scope.postMessage(reply, transfer);
  scope.onmessage = (message: MessageEvent<Request<P>>) => {
    const { id, name, params } = message.data;
    const handler = handlers[name];
    Promise.resolve()
      .then(() => handler(params, (progress) => post({ kind: "progress", id, progress })))
      .then(({ result, transfer }) => post({ kind: "done", id, result }, transfer))
      .catch((thrown: unknown) => post({ kind: "failed", id, error: toPlainError(thrown) }));
  };
  holdLife((lock) => post({ kind: "alive", lock }));
  return (event) => post({ kind: "event", event });
}
