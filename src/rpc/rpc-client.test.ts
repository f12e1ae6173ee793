import { describe, expect, it, vi } from "vitest";
import { EarshotError } from "../errors/earshot-error.ts";
import { FakeWorker } from "../testing/fake-worker.ts";
import { RpcClient } from "./rpc-client.ts";

interface Sums {
  readonly calls: {
    readonly add: { params: { a: number; b: number }; result: number; progress: string };
    readonly hang: { params: null; result: null; progress: never };
  };
  readonly event: { readonly kind: "hello" };
}

function start() {
  const worker = new FakeWorker<Sums>({
    add: async ({ a, b }, onProgress) => {
      onProgress("adding");
      if (a < 0) throw new EarshotError("model-corrupt", "negative", { details: { a } });
      return { result: a + b };
    },
    hang: () => new Promise(() => {}),
  });
  return { worker, client: new RpcClient<Sums>(worker) };
}

describe("RpcClient", () => {
  it("answers a call, after its progress", async () => {
    const { client } = start();
    const progress: string[] = [];
    expect(await client.call("add", { a: 1, b: 2 }, { onProgress: (step) => progress.push(step) })).toBe(3);
    expect(progress).toEqual(["adding"]);
  });

  it("rejects with the worker's code and details", async () => {
    const { client } = start();
    await expect(client.call("add", { a: -1, b: 2 })).rejects.toMatchObject({
      code: "model-corrupt",
      details: { a: -1 },
    });
  });

  it("keeps answers apart", async () => {
    const { client } = start();
    const sums = [1, 2, 3].map((a) => client.call("add", { a, b: 10 }));
    expect(await Promise.all(sums)).toEqual([11, 12, 13]);
  });

  it("rejects at once when aborted, before and during the call", async () => {
    const { client } = start();
    const abort = new AbortController();
    const hanging = client.call("hang", null, { signal: abort.signal });
    abort.abort();
    await expect(hanging).rejects.toMatchObject({ code: "aborted" });
    await expect(client.call("hang", null, { signal: abort.signal })).rejects.toMatchObject({ code: "aborted" });
  });

  it("rejects everything pending, and every later call, when the worker crashes", async () => {
    const { client, worker } = start();
    const died = vi.fn();
    client.ondeath = died;
    const hanging = client.call("hang", null);
    worker.crash("out of memory");
    await expect(hanging).rejects.toMatchObject({ code: "worker-died" });
    await expect(client.call("add", { a: 1, b: 1 })).rejects.toMatchObject({ code: "worker-died" });
    expect(died).toHaveBeenCalledTimes(1);
    expect(worker.terminated).toBe(true);
  });

  it("counts a worker that is silent for too long as dead", async () => {
    const { client, worker } = start();
    worker.deaf = true;
    await expect(client.call("add", { a: 1, b: 1 }, { timeoutMs: 20 })).rejects.toMatchObject({
      code: "worker-timeout",
    });
    expect(client.dead).toBe(true);
  });

  it("terminates quietly: pending calls reject, ondeath is not told", async () => {
    const { client } = start();
    const died = vi.fn();
    client.ondeath = died;
    const hanging = client.call("hang", null);
    client.terminate();
    await expect(hanging).rejects.toMatchObject({ code: "aborted" });
    expect(died).not.toHaveBeenCalled();
  });

  it("hears what the worker says unasked", async () => {
    const { client, worker } = start();
    const heard = new Promise((resolve) => {
      client.onevent = resolve;
    });
    worker.tell({ kind: "hello" });
    expect(await heard).toEqual({ kind: "hello" });
  });
});
