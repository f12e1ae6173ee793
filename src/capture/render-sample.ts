/** A sample sound, computed in a worker of its own that ends with it. */
import type { WorkerLike } from "../rpc/messages.ts";
import { RpcClient } from "../rpc/rpc-client.ts";
import type { SampleProtocol } from "./sample-protocol.ts";

/** @throws EarshotError `aborted`, `worker-died` */
export async function renderSample(
  id: string,
  startWorker: () => WorkerLike,
  signal: AbortSignal,
): Promise<Float32Array<ArrayBuffer>> {
  const worker = new RpcClient<SampleProtocol>(startWorker());
  try {
    return await worker.call("render", id, { signal });
  } finally {
    worker.terminate();
  }
}
