import { describe, expect, it } from "vitest";
import { tone } from "../../../e2e/fixtures/make-fixtures.mjs";
import { wavBytes } from "../../../e2e/fixtures/wav.mjs";
import { openRange } from "./open-range.ts";

// Node has no WebCodecs: that parts of compressed files are those of a whole pass is seen in `e2e/formats.spec.ts`.
const RATE_HZ = 8000;
const never = new AbortController().signal;
const samples = tone(440, RATE_HZ, 4).map((value, frame) => value * (frame / 32_000));
const file = new Blob([wavBytes([samples, samples.map((value) => -value)], RATE_HZ, 32)]);

async function read(fromFrame: number, toFrame: number): Promise<Float32Array[]> {
  const range = await openRange(file, never);
  const channels: number[][] = [[], []];
  for await (const block of range.frames(fromFrame, toFrame, never)) {
    expect(block.startFrame).toBe(Math.max(0, fromFrame) + (channels[0]?.length ?? 0));
    block.channels.forEach((channel, index) => {
      channels[index]?.push(...channel);
    });
  }
  range.close();
  return channels.map((channel) => Float32Array.from(channel));
}

describe("openRange", () => {
  it.each([
    [0, 32_000],
    [5, 6],
    [12_345, 23_456],
    [31_990, 32_000],
  ])("gives frames %i to %i, each as it lies in the file", async (from, to) => {
    const [left, right] = await read(from, to);
    expect(left).toEqual(samples.slice(from, to));
    expect(right).toEqual(samples.slice(from, to).map((value) => -value));
  });

  it("gives what there is of a part that reaches beyond the file", async () => {
    expect((await read(-100, 10))[0]).toEqual(samples.slice(0, 10));
    expect((await read(31_000, 99_000))[0]).toEqual(samples.slice(31_000));
    expect((await read(40_000, 50_000))[0]).toHaveLength(0);
  });

  it("gives one part after another of one open file", async () => {
    const range = await openRange(file, never);
    expect(range.facts).toMatchObject({ sourceRateHz: RATE_HZ, channels: 2, durationS: 4 });
    for (const from of [20_000, 100]) {
      const first = await range.frames(from, from + 1, never).next();
      expect(first.value?.channels[0]?.[0]).toBe(samples[from]);
    }
    range.close();
  });

  it("stops at once when called off", async () => {
    const controller = new AbortController();
    const range = await openRange(file, never);
    const blocks = range.frames(0, 32_000, controller.signal);
    await blocks.next();
    controller.abort();
    await expect(blocks.next()).rejects.toMatchObject({ code: "aborted" });
    range.close();
  });
});
