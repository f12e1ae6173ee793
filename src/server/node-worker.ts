/** A thread of Node with a worker's face, for `RpcClient`. */
import { Worker } from "node:worker_threads";
import type { WorkerLike } from "../rpc/messages.ts";

export function startNodeWorker(entry: URL): WorkerLike {
  const thread = new Worker(entry);
  const worker: WorkerLike = {
    onmessage: null,
    onmessageerror: null,
    onerror: null,
    postMessage: (message, transfer) => thread.postMessage(message, transfer as never),
    terminate: () => void thread.terminate(),
  };
  thread.on("message", (data: unknown) => worker.onmessage?.({ data } as MessageEvent));
  thread.on("messageerror", () => worker.onmessageerror?.({} as MessageEvent));
  thread.on("error", (error: Error) => worker.onerror?.({ message: error.message } as ErrorEvent));
  thread.on("exit", (code) => worker.onerror?.({ message: `the thread ended (${code})` } as ErrorEvent));
  thread.unref(); // A server that is closed waits for nobody.
  return worker;
}
