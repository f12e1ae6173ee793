import { describe, expect, it } from "vitest";
import { downmix } from "./downmix.ts";

describe("downmix", () => {
  it("gives one channel back as it is", () => {
    const channel = Float32Array.of(0.1, NaN, 2);
    expect(downmix([channel])).toBe(channel);
  });

  it("averages: alike channels keep their level, opposite ones cancel", () => {
    const left = Float32Array.of(1, 0.5, 0.25);
    expect(downmix([left, left])).toEqual(left);
    expect(downmix([left, left.map((x) => -x)])).toEqual(new Float32Array(3));
    expect(downmix([left, new Float32Array(3)])).toEqual(Float32Array.of(0.5, 0.25, 0.125));
  });

  it("gives every channel of many the same weight", () => {
    const channels = [1, 2, 3, 4, 5, 9].map((value) => new Float32Array(2).fill(value));
    expect(downmix(channels)).toEqual(new Float32Array(2).fill(4));
  });

  it("leaves its input alone and writes where it is told", () => {
    const channels = [Float32Array.of(1, 1), Float32Array.of(0, 0)];
    const out = new Float32Array(2);
    expect(downmix(channels, out)).toBe(out);
    expect(out).toEqual(Float32Array.of(0.5, 0.5));
    expect(channels).toEqual([Float32Array.of(1, 1), Float32Array.of(0, 0)]);
  });

  it("refuses no channels, unequal ones, and an output that doesn't fit", () => {
    expect(() => downmix([])).toThrow(RangeError);
    expect(() => downmix([new Float32Array(2), new Float32Array(3)])).toThrow(/2 and 3/);
    expect(() => downmix([new Float32Array(2), new Float32Array(2)], new Float32Array(3))).toThrow(RangeError);
  });
});
