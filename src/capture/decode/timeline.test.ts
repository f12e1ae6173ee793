import { describe, expect, it } from "vitest";
import type { PcmBlock } from "./decoded-file.ts";
import { MAX_GAP_S, type PcmPiece, Timeline } from "./timeline.ts";

const RATE_HZ = 1000;

function piece(timestampS: number, values: readonly number[], more: Partial<PcmPiece> = {}): PcmPiece {
  return { timestampS, sampleRateHz: RATE_HZ, channels: [Float32Array.from(values)], ...more };
}

function timeline(more: { originS?: number; endFrame?: number; channelCount?: number } = {}): Timeline {
  return new Timeline({
    sampleRateHz: RATE_HZ,
    channelCount: 1,
    originS: 0,
    endFrame: Number.POSITIVE_INFINITY,
    ...more,
  });
}

function placeAll(line: Timeline, pieces: readonly PcmPiece[]): PcmBlock[] {
  return pieces.flatMap((one) => [...line.place(one)]);
}

/** All blocks as one array; throws when one does not begin where the last one ended. */
function joined(blocks: readonly PcmBlock[], channel = 0): number[] {
  const values: number[] = [];
  for (const block of blocks) {
    expect(block.startFrame).toBe(values.length);
    values.push(...(block.channels[channel] ?? []));
  }
  return values;
}

const ones = (length: number): number[] => new Array<number>(length).fill(1);

describe("Timeline", () => {
  it("drops the encoder's priming before time 0", () => {
    const line = timeline();
    expect(joined(placeAll(line, [piece(-0.003, [1, 2, 3, 4, 5]), piece(0.002, [6, 7])]))).toEqual([4, 5, 6, 7]);
    expect(line.frames).toBe(4);
  });

  it("drops the padding after the end", () => {
    const line = timeline({ endFrame: 3 });
    expect(joined(placeAll(line, [piece(0, [1, 2]), piece(0.002, [3, 4]), piece(0.004, [5])]))).toEqual([1, 2, 3]);
    expect(line.frames).toBe(3);
  });

  it("takes rounded timestamps for what they mean", () => {
    const pieces = [piece(0, ones(100)), piece(0.13, ones(100)), piece(0.171, ones(100))];
    expect(joined(placeAll(timeline(), pieces))).toEqual(ones(300));
  });

  it("fills what is missing with silence, so that later sounds stay at their times", () => {
    const line = timeline();
    const values = joined(placeAll(line, [piece(0, ones(100)), piece(3.5, ones(100))]));
    expect(values).toHaveLength(3600);
    expect(values.slice(3499, 3502)).toEqual([0, 1, 1]);
    expect(line.missingFrames).toBe(3400);
  });

  it("keeps a late start, which is not called missing", () => {
    const line = timeline();
    expect(joined(placeAll(line, [piece(0.002, [1])]))).toEqual([0, 0, 1]);
    expect(line.missingFrames).toBe(0);
  });

  it("goes on where it was when the clock starts anew", () => {
    const pieces = [piece(0, ones(500)), piece(0, ones(500)), piece(0.5, ones(500)), piece(MAX_GAP_S * 2, ones(5))];
    expect(joined(placeAll(timeline(), pieces))).toEqual(ones(1505));
  });

  it("counts from the file's own beginning", () => {
    expect(joined(placeAll(timeline({ originS: 3600 }), [piece(3600, [1, 2])]))).toEqual([1, 2]);
  });

  it("puts the first piece of a stream that is begun in the middle where it is told", () => {
    const line = new Timeline({
      sampleRateHz: RATE_HZ,
      channelCount: 1,
      originS: 0,
      endFrame: Number.POSITIVE_INFINITY,
      startFrame: 5000,
    });
    const blocks = placeAll(line, [piece(5.002, [1]), piece(5.003, [2])]);
    expect(blocks.map(({ startFrame }) => startFrame)).toEqual([5000, 5001]);
  });

  it("evens out channels without losing what sounds in any", () => {
    const stereo = () => ({ channels: [Float32Array.of(1, 1), Float32Array.of(0, 0.5)] });
    expect(joined(placeAll(timeline(), [piece(0, [], stereo())]))).toEqual([0.5, 0.75]);
    const blocks = placeAll(timeline({ channelCount: 2 }), [piece(0, [], stereo()), piece(0.002, [0.25])]);
    expect([joined(blocks, 0), joined(blocks, 1)]).toEqual([
      [1, 1, 0.25],
      [0, 0.5, 0.25],
    ]);
  });

  it("keeps times right when the rate changes midway", () => {
    const half = piece(0.1, ones(50), { sampleRateHz: RATE_HZ / 2 });
    expect(joined(placeAll(timeline(), [piece(0, ones(100)), half, piece(0.2, ones(10))]))).toEqual(ones(210));
  });

  it("lets nothing through that is no number", () => {
    expect(joined(placeAll(timeline(), [piece(0, [1, Number.NaN, Number.NEGATIVE_INFINITY, 2])]))).toEqual([
      1, 0, 0, 2,
    ]);
  });
});
