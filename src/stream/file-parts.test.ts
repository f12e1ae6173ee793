import { describe, expect, it, vi } from "vitest";
import { startStreams } from "../testing/recorded-streams.ts";
import { openPicture, readRange } from "./file-parts.ts";

const FILE = new File(["x"], "x.wav");

describe("parts of a file", () => {
  it("hears a picture's columns until its end", () => {
    const { client, workers } = startStreams();
    const listen = vi.fn();
    openPicture(client, FILE, { fromS: 0, toS: 1, columns: 2, bins: 3 }, listen, vi.fn());
    expect(workers[0]?.sent[0]).toMatchObject({ kind: "open-picture", id: 1, columns: 2, bins: 3 });
    workers[0]?.say({ kind: "picture-columns", id: 1, fromColumn: 0, values: new Uint8Array(6) });
    workers[0]?.say({ kind: "picture-ended", id: 1 });
    workers[0]?.say({ kind: "picture-columns", id: 1, fromColumn: 9, values: new Uint8Array(6) });
    expect(listen.mock.calls.map(([event]) => event.kind)).toEqual(["picture-columns", "picture-ended"]);
  });

  it("reads a part: its sound, its failure, its end when called off", async () => {
    const { client, workers } = startStreams();
    const controller = new AbortController();
    const read = () => readRange(client, FILE, 1, 2, controller.signal);
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
