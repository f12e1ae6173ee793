import { describe, expect, it } from "vitest";
import { cutAtRandom } from "./test-signals.ts";
import { type SoundWindow, Windower } from "./windows.ts";

const SHAPES = [
  [16, 4],
  [16, 5],
  [16, 16],
  [16, 23],
  [16, 40],
  [1, 1],
  [7, 1],
  [5, 100],
] as const;
const TOTALS = [0, 1, 6, 15, 16, 17, 20, 31, 32, 33, 100, 1003];

/** 1, 2, 3, …, so that a value tells its position and is never padding. */
function count(total: number): Float32Array {
  return Float32Array.from({ length: total }, (_, n) => n + 1);
}

function cut(chunks: readonly Float32Array[], windowSamples: number, hopSamples: number): SoundWindow[] {
  const windower = new Windower({ windowSamples, hopSamples });
  return [...chunks.flatMap((chunk) => windower.push(chunk)), ...windower.flush()];
}

describe.each(SHAPES)("windows of %i, hop %i", (windowSamples, hopSamples) => {
  it.each(TOTALS)("start at multiples of the hop, and at most one more at the end, of %i samples", (total) => {
    const regular = total < windowSamples ? 0 : 1 + Math.floor((total - windowSamples) / hopSamples);
    const heardUntil = regular === 0 ? 0 : (regular - 1) * hopSamples + windowSamples;
    const starts = Array.from({ length: regular }, (_, w) => w * hopSamples);
    if (total > heardUntil) starts.push(Math.max(0, total - windowSamples));
    const windows = cut([count(total)], windowSamples, hopSamples);
    expect(windows.map((window) => window.startSample)).toEqual(starts);
  });

  it.each(TOTALS)("hold the stream's own samples, padded only where all of it is shorter, of %i samples", (total) => {
    for (const { startSample, samples, validSamples } of cut([count(total)], windowSamples, hopSamples)) {
      expect(validSamples).toBe(Math.min(total, windowSamples));
      const expected = new Float32Array(windowSamples);
      expected.set(count(total).subarray(startSample, startSample + windowSamples));
      expect(samples).toEqual(expected);
    }
  });

  it("don't mind how the stream is cut", () => {
    for (const total of TOTALS) {
      const windows = cut([count(total)], windowSamples, hopSamples);
      for (const [seed, longest] of [
        [1, 3],
        [2, 50],
        [3, 900],
      ] as const) {
        expect(cut(cutAtRandom(count(total), longest, seed), windowSamples, hopSamples)).toEqual(windows);
      }
    }
  });
});

it.each(SHAPES.filter(([windowSamples, hopSamples]) => hopSamples <= windowSamples))(
  "every sample is in some window of %i, hop %i",
  (windowSamples, hopSamples) => {
    for (const total of TOTALS) {
      const windows = cut([count(total)], windowSamples, hopSamples);
      const heard = new Set(windows.flatMap((window) => [...window.samples]).filter((value) => value > 0));
      expect(heard.size).toBe(total);
    }
  },
);

describe("Windower", () => {
  it("gives a window as soon as its last sample is in", () => {
    const windower = new Windower({ windowSamples: 4, hopSamples: 2 });
    expect(windower.push(count(3))).toHaveLength(0);
    expect(windower.push(count(1))).toHaveLength(1);
    expect(windower.push(count(1))).toHaveLength(0);
    expect(windower.push(count(3)).map((window) => window.startSample)).toEqual([2, 4]);
  });

  it("gives each window a buffer of its own", () => {
    const windower = new Windower({ windowSamples: 4, hopSamples: 1 });
    const windows = windower.push(count(6));
    expect(new Set(windows.map((window) => window.samples.buffer)).size).toBe(3);
    structuredClone(windows[0]?.samples, { transfer: windows.map((window) => window.samples.buffer as ArrayBuffer) });
    expect(windower.push(count(1))[0]?.samples).toEqual(Float32Array.of(4, 5, 6, 1));
    expect(windows.map((window) => window.samples.length)).toEqual([0, 0, 0]);
  });

  it("refuses lengths that aren't positive integers, and samples after its end", () => {
    for (const bad of [0, -1, 1.5, NaN, Infinity]) {
      expect(() => new Windower({ windowSamples: bad, hopSamples: 1 })).toThrow(/windowSamples/);
      expect(() => new Windower({ windowSamples: 1, hopSamples: bad })).toThrow(/hopSamples/);
    }
    const windower = new Windower({ windowSamples: 4, hopSamples: 2 });
    windower.flush();
    expect(() => windower.push(count(1))).toThrow(/flushed/);
    expect(() => windower.flush()).toThrow(/flushed/);
  });
});

it("gives windows in arrays that were given back, with the same content as in new ones", () => {
  const sound = count(100);
  const windower = new Windower({ windowSamples: 16, hopSamples: 5 });
  const used = new Set<Float32Array>();
  const heard: number[][] = [];
  for (let at = 0; at < sound.length; at += 7) {
    const windows = windower.push(sound.subarray(at, at + 7));
    for (const { samples } of windows) {
      used.add(samples);
      heard.push([...samples]);
    }
    windower.recycle(windows);
  }
  const kept = cut([sound], 16, 5).slice(0, heard.length);
  expect(heard).toEqual(kept.map(({ samples }) => [...samples]));
  expect(used.size).toBeLessThan(4);
});

describe("another hop", () => {
  it.each([
    ["further apart", 4, 8, [0, 4, 12, 20]],
    ["closer together", 8, 4, [0, 8, 12, 16, 20]],
    ["closer than what is past already", 16, 3, [0, 16, 19, 22]],
  ])("%s from the last window on, in the same stream", (_, before, after, starts) => {
    const windower = new Windower({ windowSamples: 16, hopSamples: before });
    const all = count(38);
    const first = windower.push(all.subarray(0, before + 17));
    windower.rehop(after);
    const windows = [...first, ...windower.push(all.subarray(before + 17))];
    expect(windows.map(({ startSample }) => startSample)).toEqual(starts);
    for (const { startSample, samples } of windows) expect(samples).toEqual(all.slice(startSample, startSample + 16));
  });

  it("skips what lies in the past where it is far closer", () => {
    const windower = new Windower({ windowSamples: 8, hopSamples: 40 });
    windower.push(count(38));
    windower.rehop(3);
    expect(windower.push(new Float32Array(3)).map(({ startSample }) => startSample)).toEqual([30, 33]);
  });

  it("before the first window changes nothing of it", () => {
    const windower = new Windower({ windowSamples: 16, hopSamples: 4 });
    windower.push(count(10));
    windower.rehop(9);
    expect(windower.push(count(16)).map(({ startSample }) => startSample)).toEqual([0, 9]);
  });
});
