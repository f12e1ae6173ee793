import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeWorker } from "../testing/fake-worker.ts";
import { holdLife } from "./life.ts";
import { RpcClient } from "./rpc-client.ts";

/** Web Locks of one name at a time, as far as a life needs them: who holds it, who waits. */
class FakeLocks {
  readonly holders = new Map<string, () => void>();
  readonly waiting = new Map<string, () => void>();

  request(name: string, ...rest: [() => unknown] | [{ signal: AbortSignal }, () => unknown]): Promise<unknown> {
    const run = rest.at(-1) as () => unknown;
    const [options] = rest;
    return new Promise((resolve, reject) => {
      const begin = () => resolve(run());
      if (!this.holders.has(name)) {
        this.holders.set(name, () => this.waiting.get(name)?.());
        begin();
        return;
      }
      this.waiting.set(name, begin);
      if (typeof options === "object") {
        options.signal.addEventListener("abort", () => {
          this.waiting.delete(name);
          reject(new DOMException("", "AbortError"));
        });
      }
    });
  }
}

interface Hangs {
  readonly calls: { readonly hang: { params: null; result: null; progress: never } };
  readonly event: never;
}

let locks: FakeLocks;
const settled = () => new Promise((resolve) => setTimeout(resolve));

beforeEach(() => {
  locks = new FakeLocks();
  vi.stubGlobal("navigator", { locks });
});
afterEach(() => vi.unstubAllGlobals());

async function start() {
  const client = new RpcClient<Hangs>(new FakeWorker<Hangs>({ hang: () => new Promise(() => {}) }));
  const died = vi.fn();
  client.ondeath = died;
  await settled();
  const [[name, die] = ["", () => {}]] = locks.holders;
  return { client, died, name, die };
}

describe("a worker's life", () => {
  it("rejects what is pending the moment the worker is gone, with no timeout", async () => {
    const { client, died, die } = await start();
    const hanging = client.call("hang", null);
    die();
    await expect(hanging).rejects.toMatchObject({ code: "worker-died", transient: true });
    expect(died).toHaveBeenCalledTimes(1);
  });

  it("is no longer watched once the page ends the worker itself", async () => {
    const { client, died, name, die } = await start();
    expect(locks.waiting.has(name)).toBe(true);
    client.terminate();
    await settled();
    expect(locks.waiting.has(name)).toBe(false);
    die();
    expect(died).not.toHaveBeenCalled();
  });

  it("has a name of its own for each worker", async () => {
    await start();
    await start();
    expect(locks.holders.size).toBe(2);
  });

  it("is left to patience where there are no Web Locks", () => {
    vi.stubGlobal("navigator", {});
    const tell = vi.fn();
    holdLife(tell);
    expect(tell).not.toHaveBeenCalled();
  });
});
