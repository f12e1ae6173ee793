import { expect, test } from "vitest";
import { wavBytes } from "../../e2e/fixtures/wav.mjs";
import type { WorkerLike } from "../rpc/messages.ts";
import { downmix } from "../signal/downmix.ts";
import { Resampler } from "../signal/resampler.ts";
import { FileIntake } from "../stream/file-intake.ts";
import type { StreamEvent, StreamRequest } from "../stream/protocol.ts";
import { StreamClient } from "../stream/stream-client.ts";
import { readSound } from "./api-sound.ts";

/** The audio worker's own way of reading a file, on this thread. */
function startReader(): WorkerLike {
  const files = new Map<number, FileIntake>();
  const worker: WorkerLike = {
    onmessage: null,
    onmessageerror: null,
    onerror: null,
    terminate: () => {},
    postMessage: (message) => {
      const request = message as StreamRequest;
      const post = (data: StreamEvent) => worker.onmessage?.(new MessageEvent("message", { data }));
      if (request.kind === "open-file") files.set(request.id, new FileIntake(request, post));
      else if (request.kind === "credit") files.get(request.id)?.grant(request.packs);
      else if (request.kind === "close") files.get(request.id)?.close();
    },
  };
  return worker;
}

const read = (bytes: Uint8Array<ArrayBuffer>, rateHz: number) =>
  readSound(new StreamClient(startReader), bytes, rateHz, new AbortController().signal);

/** No two stretches of it are alike. */
const sweep = (frames: number, offset: number) =>
  Float32Array.from({ length: frames }, (_, n) => 0.5 * Math.sin(offset + n * n * 1e-6));

test.each([0.3, 10, 25.4])("%d s at the model's rate come out as they are", async (lengthS) => {
  const samples = sweep(lengthS * 16_000, 0);
  expect(await read(wavBytes([samples], 16_000, 32), 16_000)).toEqual(samples);
});

test("channels and rate become the model's by the maths of files, whatever the pieces", async () => {
  const channels = [sweep(23 * 44_100, 0), sweep(23 * 44_100, 1)];
  const resampler = new Resampler(44_100, 16_000);
  const first = resampler.push(downmix(channels)).slice();
  const whole = Float32Array.from([...first, ...resampler.flush()]);
  expect(await read(wavBytes(channels, 44_100, 32), 16_000)).toEqual(whole);
});

test("more than ten minutes are refused before they are decoded", async () => {
  const hour = wavBytes([new Float32Array(3_600 * 100)], 100);
  await expect(read(hour, 16_000)).rejects.toMatchObject({ status: 413 });
});

test("what is no sound is told as such", async () => {
  await expect(read(new TextEncoder().encode("a text"), 16_000)).rejects.toMatchObject({ code: "file-not-audio" });
});
