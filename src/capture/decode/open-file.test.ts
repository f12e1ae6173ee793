import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { committedFixture, tone } from "../../../e2e/fixtures/make-fixtures.mjs";
import { wavBytes } from "../../../e2e/fixtures/wav.mjs";
import type { DecodedFile } from "./decoded-file.ts";
import { openFile } from "./open-file.ts";

// Node has no WebCodecs: what is decoded here is PCM; compressed formats are decoded in the browser's tests.
const never = new AbortController().signal;

function wav(channels: readonly ArrayLike<number>[], rateHz: number, bits: 16 | 32 = 16): Blob {
  return new Blob([wavBytes(channels, rateHz, bits)]);
}

async function readAll(file: DecodedFile): Promise<Float32Array[]> {
  const channels = Array.from({ length: file.facts.channels }, (): number[] => []);
  for await (const block of file.blocks()) {
    expect(block.startFrame).toBe(channels[0]?.length);
    block.channels.forEach((channel, index) => {
      for (const value of channel) channels[index]?.push(value);
    });
  }
  return channels.map((channel) => Float32Array.from(channel));
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let largest = 0;
  for (let index = 0; index < a.length; index++)
    largest = Math.max(largest, Math.abs((a[index] ?? 9) - (b[index] ?? 9)));
  return largest;
}

describe("openFile", () => {
  it("gives back every sample of every channel", async () => {
    const channels = [tone(440, 44_100, 0.7), tone(660, 44_100, 0.7)];
    const file = await openFile(wav(channels, 44_100), never);
    expect(file.facts).toEqual({ sourceRateHz: 44_100, channels: 2, durationS: 0.7, codec: "pcm-s16" });
    const [left, right] = await readAll(file);
    expect(left).toHaveLength(30_870);
    expect(largestDifference(left ?? [], channels[0] ?? [])).toBeLessThan(2 / 32_768);
    expect(largestDifference(right ?? [], channels[1] ?? [])).toBeLessThan(2 / 32_768);
    expect(file.damage()).toBeNull();
  });

  it("reads eight channels at 192 kHz", async () => {
    const channels = Array.from({ length: 8 }, (_, index) => tone(200 + 100 * index, 192_000, 0.1));
    const file = await openFile(wav(channels, 192_000), never);
    const decoded = await readAll(file);
    expect([file.facts.sourceRateHz, decoded.length, decoded[7]?.length]).toEqual([192_000, 8, 19_200]);
    expect(largestDifference(decoded[7] ?? [], channels[7] ?? [])).toBeLessThan(2 / 32_768);
  });

  it("turns what is no number into silence and leaves the rest alone", async () => {
    const samples = Float32Array.of(0.25, Number.NaN, Number.POSITIVE_INFINITY, -0.5);
    const [decoded] = await readAll(await openFile(wav([samples], 16_000, 32), never));
    expect([...(decoded ?? [])]).toEqual([0.25, 0, 0, -0.5]);
  });

  it("tells what is wrong with bytes that are no sound", async () => {
    const code = (bytes: BlobPart) => openFile(new Blob([bytes]), never).catch(({ code }) => code);
    expect(await code("")).toBe("file-empty");
    expect(await code("This is a shopping list and not a sound.\n".repeat(200))).toBe("file-not-audio");
    expect(await code(`FORM\0\0\0\0AIFF${"\0".repeat(500)}`)).toBe("file-codec-unsupported");
    const bytes = wavBytes([tone(440, 8000, 0.1)], 8000);
    expect(await code(bytes.subarray(0, 30))).toBe("file-damaged");
    expect(await code(bytes.subarray(0, 44))).toBe("file-damaged");
  });

  it("tells a picture without sound from a codec without decoder", async () => {
    for (const name of ["video-without-sound.mp4", "video-without-sound.webm"]) {
      const opening = openFile(new Blob([readFileSync(committedFixture(name))]), never);
      await expect(opening).rejects.toMatchObject({ code: "file-no-audio-track" });
    }
    const mp3 = openFile(new Blob([readFileSync(committedFixture("ticking.mp3"))]), never);
    await expect(mp3).rejects.toMatchObject({
      code: "file-codec-unsupported",
      details: { codec: "mp3", audioDecoder: false, sampleRateHz: 44_100, durationS: 4 },
    });
  });

  it("keeps what there is of a cut file and tells how much is missing", async () => {
    const whole = wavBytes([tone(440, 16_000, 2)], 16_000);
    const file = await openFile(new Blob([whole.subarray(0, 44 + 16_000)]), never);
    const [decoded] = await readAll(file);
    expect(decoded).toHaveLength(8000);
    expect(file.damage()).toMatchObject({ code: "file-damaged", details: { decodedS: 0.5, expectedS: 2 } });
  });

  it("reads a recording whose writer never filled in the sizes", async () => {
    const bytes = wavBytes([tone(440, 16_000, 1)], 16_000);
    const view = new DataView(bytes.buffer);
    view.setUint32(4, 0, true);
    view.setUint32(40, 0, true);
    const file = await openFile(new Blob([bytes]), never);
    const [decoded] = await readAll(file);
    expect([decoded?.length, file.damage()]).toEqual([16_000, null]);
  });

  it("says so when the file cannot be read any more", async () => {
    class GoneFile extends Blob {
      override slice(): Blob {
        const gone = new Blob();
        gone.arrayBuffer = () => Promise.reject(Object.assign(new Error("gone"), { name: "NotReadableError" }));
        return gone;
      }
    }
    await expect(openFile(new GoneFile(["x"]), never)).rejects.toMatchObject({ code: "file-unreadable" });
  });

  it("stops at once when aborted", async () => {
    const controller = new AbortController();
    const file = await openFile(wav([tone(440, 48_000, 2)], 48_000), controller.signal);
    const blocks = file.blocks();
    await blocks.next();
    controller.abort();
    await expect(blocks.next()).rejects.toMatchObject({ code: "aborted" });
    await expect(openFile(wav([[0]], 8000), controller.signal)).rejects.toMatchObject({ code: "aborted" });
  });
});
