import { describe, expect, it } from "vitest";
import { concat, cutAtRandom, noise, tone } from "../signal/test-signals.ts";
import type { SoundWindow } from "../signal/windows.ts";
import { WindowStream } from "./window-stream.ts";

const PLAN = { sampleRateHz: 16_000, windowSamples: 8_000, hopSamples: 2_000 };

function windowsOf(channels: readonly Float32Array[], rateHz: number, cuts: readonly number[]): SoundWindow[] {
  const stream = new WindowStream(rateHz, PLAN, { display: false });
  const windows: SoundWindow[] = [];
  let from = 0;
  for (const to of [...cuts, channels[0]?.length ?? 0]) {
    windows.push(...stream.push(channels.map((channel) => channel.slice(from, to))).windows);
    from = to;
  }
  return [...windows, ...stream.flush()];
}

describe("WindowStream", () => {
  const sound = Float32Array.from(noise(48_000 * 2, 3), (x) => x * 0.3);

  it("gives the same windows for a microphone's small blocks as for a file's large ones", () => {
    const blocks = cutAtRandom(sound, 700, 5);
    const cuts = blocks.slice(0, -1).map(
      (
        (end) => (block: Float32Array) =>
          (end += block.length)
      )(0),
    );
    const small = windowsOf([sound], 48_000, cuts);
    const large = windowsOf([sound], 48_000, []);
    expect(small.length).toBe(large.length);
    for (const [i, window] of small.entries()) {
      expect(window.startSample).toBe(large[i]?.startSample);
      expect(window.samples).toEqual(large[i]?.samples);
    }
  });

  it("covers every sample of the stream with windows at integer positions", () => {
    const windows = windowsOf([sound], 48_000, []);
    const end = windows.at(-1);
    expect(windows.map(({ startSample }) => startSample)).toEqual([...Array.from({ length: 13 }, (_, i) => i * 2_000)]);
    expect((end?.startSample ?? 0) + (end?.validSamples ?? 0)).toBe(32_000);
  });

  it("averages channels: equal ones stay, opposite ones cancel", () => {
    const left = tone(440, 48_000, 48_000, 0.5);
    const right = left.map((x) => -x);
    const same = windowsOf([left, left], 48_000, []);
    const mono = windowsOf([left], 48_000, []);
    expect(same[0]?.samples).toEqual(mono[0]?.samples);
    expect(Math.max(...(windowsOf([left, right], 48_000, [])[0]?.samples ?? [1]))).toBe(0);
  });

  it("pads a stream that is shorter than a window, and says how much is real", () => {
    const windows = windowsOf([tone(440, 16_000, 1_000, 0.5)], 16_000, []);
    expect(windows).toHaveLength(1);
    expect(windows[0]?.validSamples).toBe(1_000);
    expect(windows[0]?.samples).toHaveLength(8_000);
  });

  it("measures level and spectrogram only where somebody looks", () => {
    const seen = new WindowStream(48_000, PLAN, { display: true }).push([sound]);
    const unseen = new WindowStream(48_000, PLAN, { display: false }).push([sound]);
    expect(seen.levels.length).toBe(80);
    expect(seen.columns.length).toBeGreaterThan(70);
    expect([unseen.levels.length, unseen.columns.length]).toEqual([0, 0]);
  });

  it("begins windows anew for another model", () => {
    const stream = new WindowStream(16_000, PLAN, { display: false });
    stream.push([new Float32Array(5_000)]);
    stream.replan({ sampleRateHz: 8_000, windowSamples: 4_000, hopSamples: 1_000 });
    const { windows } = stream.push([tone(440, 16_000, 16_000, 0.5)]);
    expect(windows[0]?.startSample).toBe(0);
    expect(windows[0]?.samples).toHaveLength(4_000);
    expect(concat(windows.map(({ samples }) => samples)).length).toBeGreaterThan(0);
  });
});
