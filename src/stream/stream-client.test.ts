import { describe, expect, it, vi } from "vitest";
import { startStreams as start } from "../testing/recorded-streams.ts";
import type { StreamEvent } from "./protocol.ts";

const PLAN = { sampleRateHz: 16_000, windowSamples: 4_000, hopSamples: 1_000 };
const FILE = new File(["x"], "x.wav");

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
});
