import { describe, expect, it, vi } from "vitest";
import type { WorkerLike } from "../rpc/messages.ts";
import type { StreamEvent, StreamRequest } from "./protocol.ts";
import { StreamClient } from "./stream-client.ts";

class RecordingWorker implements WorkerLike {
  onmessage: ((event: MessageEvent) => void) | null = null;
  onmessageerror: ((event: MessageEvent) => void) | null = null;
  onerror: ((event: ErrorEvent) => void) | null = null;
  readonly sent: StreamRequest[] = [];
  terminated = false;

  postMessage(message: StreamRequest): void {
    this.sent.push(message);
  }
  terminate(): void {
    this.terminated = true;
  }
  say(event: StreamEvent): void {
    this.onmessage?.(new MessageEvent("message", { data: event }));
  }
}

const PLAN = { sampleRateHz: 16_000, windowSamples: 4_000, hopSamples: 1_000 };
const FILE = new File(["x"], "x.wav");

function start() {
  const workers: RecordingWorker[] = [];
  const client = new StreamClient(() => {
    const worker = new RecordingWorker();
    workers.push(worker);
    return worker;
  });
  return { client, workers };
}

const ended = (id: number): StreamEvent => ({ kind: "ended", id, totalSamples: 1, totalFrames: 1, damage: null });

describe("StreamClient", () => {
  it("tells each stream its own events only", () => {
    const { client, workers } = start();
    const [a, b] = [vi.fn(), vi.fn()];
    client.openFile(FILE, PLAN, 1, a, vi.fn());
    client.openFile(FILE, PLAN, 1, b, vi.fn());
    workers[0]?.say(ended(2));
    expect(a).not.toHaveBeenCalled();
    expect(b).toHaveBeenCalledTimes(1);
    expect(workers).toHaveLength(1);
  });

  it("is silent about a stream that was closed", () => {
    const { client, workers } = start();
    const listen = vi.fn();
    client.openFile(FILE, PLAN, 1, listen, vi.fn()).close();
    workers[0]?.say(ended(1));
    expect(listen).not.toHaveBeenCalled();
    expect(workers[0]?.sent.at(-1)).toEqual({ kind: "close", id: 1 });
  });

  it("turns a failure into an error with its code", () => {
    const { client, workers } = start();
    const fail = vi.fn();
    client.openFile(FILE, PLAN, 1, vi.fn(), fail);
    const error = { code: "file-empty", message: "", transient: false, details: {} } as const;
    workers[0]?.say({ kind: "failed", id: 1, error });
    expect(fail).toHaveBeenCalledWith(expect.objectContaining({ code: "file-empty" }));
  });

  it("fails every open stream when the worker dies, and starts another for the next", () => {
    const { client, workers } = start();
    const fails = [vi.fn(), vi.fn()];
    for (const fail of fails) client.openFile(FILE, PLAN, 1, vi.fn(), fail);
    workers[0]?.onerror?.({ message: "gone", preventDefault() {} } as ErrorEvent);
    for (const fail of fails) expect(fail).toHaveBeenCalledWith(expect.objectContaining({ code: "worker-died" }));
    client.openFile(FILE, PLAN, 1, vi.fn(), vi.fn());
    expect(workers).toHaveLength(2);
  });

  it("hears a picture's columns until its end", () => {
    const { client, workers } = start();
    const listen = vi.fn();
    client.openPicture(FILE, { fromS: 0, toS: 1, columns: 2, bins: 3 }, listen, vi.fn());
    expect(workers[0]?.sent[0]).toMatchObject({ kind: "open-picture", id: 1, columns: 2, bins: 3 });
    workers[0]?.say({ kind: "picture-columns", id: 1, fromColumn: 0, values: new Uint8Array(6) });
    workers[0]?.say({ kind: "picture-ended", id: 1 });
    workers[0]?.say({ kind: "picture-columns", id: 1, fromColumn: 9, values: new Uint8Array(6) });
    expect(listen.mock.calls.map(([event]) => event.kind)).toEqual(["picture-columns", "picture-ended"]);
  });

  it("reads a part: its sound, its failure, its end when called off", async () => {
    const { client, workers } = start();
    const controller = new AbortController();
    const read = () => client.readRange(FILE, 1, 2, controller.signal);
    const [heard, failed, cancelled] = [read(), read(), read()];
    const channels = [Float32Array.of(1, 2)];
    workers[0]?.say({ kind: "pcm", id: 1, sampleRateHz: 8000, channels });
    expect(await heard).toEqual({ sampleRateHz: 8000, channels });
    const error = { code: "part-too-long", message: "", transient: false, details: {} } as const;
    workers[0]?.say({ kind: "failed", id: 2, error });
    await expect(failed).rejects.toMatchObject({ code: "part-too-long" });
    controller.abort();
    await expect(cancelled).rejects.toMatchObject({ code: "aborted" });
    expect(workers[0]?.sent.filter(({ kind }) => kind === "close")).toEqual([{ kind: "close", id: 3 }]);
    await expect(read()).rejects.toMatchObject({ code: "aborted" });
  });
});
