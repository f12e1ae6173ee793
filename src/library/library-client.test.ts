import { describe, expect, it } from "vitest";
import { FakeWorker } from "../testing/fake-worker.ts";
import { LibraryClient, type LibraryEvent } from "./library-client.ts";
import type { DownloadState, HubAccess, LibraryProtocol } from "./protocol.ts";

const HUB: HubAccess = { endpoint: "http://hub", token: null };
const RUNNING: DownloadState = {
  key: "a/b fp32",
  id: "a/b",
  precision: "fp32",
  making: false,
  phase: "running",
  loadedBytes: 10,
  totalBytes: 100,
  bytesPerS: 5,
  leftS: 18,
  problem: null,
};

function start() {
  const workers: FakeWorker<LibraryProtocol>[] = [];
  const forever = () => new Promise<never>(() => {});
  const client = new LibraryClient(() => {
    const worker = new FakeWorker<LibraryProtocol>({
      check: forever,
      download: forever,
      resume: forever,
      pause: async () => ({ result: null }),
      cancel: async () => ({ result: null }),
      importFiles: forever,
      list: async () => ({
        result: {
          models: [],
          downloads: [],
          storage: { modelBytes: 0, usedBytes: 1, quotaBytes: 2, persisted: false },
        },
      }),
      open: forever,
      measured: async () => ({ result: null }),
      remove: async () => ({ result: null }),
    });
    workers.push(worker);
    return worker;
  });
  const heard: LibraryEvent[] = [];
  const off = client.listen((event) => heard.push(event));
  return { client, workers, heard, off };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

describe("LibraryClient", () => {
  it("starts its worker at the first call, and one only", async () => {
    const { client, workers } = start();
    expect(workers).toHaveLength(0);
    await client.list();
    await client.pause("x");
    expect(workers).toHaveLength(1);
  });

  it("tells what the worker says, until the listener is taken off", async () => {
    const { client, workers, heard, off } = start();
    await client.list();
    workers[0]?.tell({ kind: "stored-changed" });
    await settled();
    off();
    workers[0]?.tell({ kind: "stored-changed" });
    await settled();
    expect(heard).toEqual([{ kind: "stored-changed" }]);
  });

  it("tells the running downloads of a worker that died as failed, rejects its calls, and starts another", async () => {
    const { client, workers, heard } = start();
    const resumed = client.resume("a/b fp32", HUB);
    workers[0]?.tell({ kind: "download", state: RUNNING });
    workers[0]?.tell({ kind: "download", state: { ...RUNNING, key: "over" } });
    workers[0]?.tell({ kind: "download-over", key: "over" });
    workers[0]?.tell({ kind: "download", state: { ...RUNNING, key: "at rest", phase: "paused" } });
    await settled();
    heard.length = 0;
    workers[0]?.crash("out of memory");
    await expect(resumed).rejects.toMatchObject({ code: "worker-died" });
    expect(heard).toEqual([
      {
        kind: "download",
        state: {
          ...RUNNING,
          phase: "failed",
          bytesPerS: 0,
          leftS: null,
          problem: expect.objectContaining({ code: "worker-died" }),
        },
      },
    ]);
    await client.list();
    expect(workers).toHaveLength(2);
  });

  it("rejects what waits and what comes when it is disposed of", async () => {
    const { client, workers } = start();
    const opened = client.open("a/b fp32");
    client.dispose();
    await expect(opened).rejects.toMatchObject({ code: "aborted" });
    await expect(client.list()).rejects.toMatchObject({ code: "aborted" });
    expect(workers[0]?.terminated).toBe(true);
  });
});
