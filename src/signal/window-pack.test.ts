import { describe, expect, it } from "vitest";
import { packWindows, unpackWindow } from "./window-pack.ts";
import { type SoundWindow, Windower } from "./windows.ts";

function cut(length: number, windowSamples: number, hopSamples: number): SoundWindow[] {
  const sound = Float32Array.from({ length }, (_, n) => Math.sin(n * 0.7) * ((n % 13) / 13));
  const windower = new Windower({ windowSamples, hopSamples });
  return [...windower.push(sound), ...windower.flush()];
}

describe("window packs", () => {
  it.each([
    ["overlapping, with a last window off the grid", 1_003, 100, 25],
    ["back to back", 1_000, 100, 100],
    ["with gaps", 1_000, 100, 170],
    ["one short window", 40, 100, 25],
  ])("hold every window as it was: %s", (_, length, windowSamples, hopSamples) => {
    const windows = cut(length, windowSamples, hopSamples);
    const pack = packWindows(windows);
    for (const [index, window] of windows.entries()) {
      expect(unpackWindow(pack, index)).toEqual(window.samples);
      expect(pack.starts[index]).toBe(window.startSample);
      expect(pack.ends[index]).toBe(window.startSample + window.validSamples);
    }
  });

  it("carry what overlaps once", () => {
    const windows = cut(1_000, 100, 25);
    expect(packWindows(windows.slice(0, 8)).samples).toHaveLength(100 + 7 * 25);
  });

  it("measure loudness over real samples only", () => {
    const samples = Float32Array.of(0.5, -0.5, 0.5, -0.5, 0, 0, 0, 0);
    expect(packWindows([{ startSample: 0, samples, validSamples: 4 }]).rms[0]).toBeCloseTo(0.5, 6);
  });

  it("refuse what is no run of windows", () => {
    const [a, b] = cut(1_000, 100, 25);
    expect(() => packWindows([])).toThrow(RangeError);
    expect(() => packWindows([b as SoundWindow, a as SoundWindow])).toThrow(RangeError);
  });
});
