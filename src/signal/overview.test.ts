import { describe, expect, it } from "vitest";
import { OVERVIEW_ROWS, OverviewBuilder } from "./overview.ts";

const RATE_HZ = 16_000;

/** A tone of the height, s long, with one full-scale click at its middle. */
function soundWithClick(durationS: number, amplitude = 0.1): Float32Array {
  const sound = Float32Array.from({ length: durationS * RATE_HZ }, (_, n) => amplitude * Math.sin(n * 0.4));
  sound[sound.length >> 1] = -1;
  return sound;
}

function overviewOf(sound: Float32Array, chunk = sound.length) {
  const builder = new OverviewBuilder(RATE_HZ);
  for (let at = 0; at < sound.length; at += chunk) builder.push(sound.subarray(at, at + chunk));
  return builder.snapshot();
}

describe("overview of a file", () => {
  it("has a peak every 25 ms and a column every 250 ms", () => {
    const { binS, count, peaks, columnS, columnCount, columns } = overviewOf(soundWithClick(10));
    expect([binS, count, peaks.length]).toEqual([0.025, 400, 400]);
    expect([columnS, columnCount, columns.length]).toEqual([0.25, 40, 40 * OVERVIEW_ROWS]);
    expect(peaks[200]).toBe(1);
    expect(peaks[100]).toBeCloseTo(0.1, 3);
  });

  it("is the same however the sound comes", () => {
    const sound = soundWithClick(3);
    expect(overviewOf(sound, 777)).toEqual(overviewOf(sound));
  });

  it("stays as small for hours, and loses no click on the way", () => {
    const builder = new OverviewBuilder(RATE_HZ);
    const second = Float32Array.from({ length: RATE_HZ }, (_, n) => 0.1 * Math.sin(n * 0.4));
    const click = second.slice();
    click[5000] = 1;
    for (let s = 0; s < 3000; s++) builder.push(s === 1234 ? click : second);
    const { binS, count, peaks, columnS, columnCount } = builder.snapshot();
    expect(count).toBeLessThanOrEqual(8192);
    expect(columnCount).toBeLessThanOrEqual(4096);
    expect(count * binS).toBeCloseTo(3000, 0);
    expect(columnCount * columnS).toBeCloseTo(3000, -1);
    expect(peaks.indexOf(1)).toBe(Math.floor((1234 + 5000 / RATE_HZ) / binS));
  });

  it("shows what has only begun, and nothing where there is nothing", () => {
    expect(overviewOf(new Float32Array(100).fill(0.5)).peaks).toEqual(Float32Array.of(0.5));
    expect(new OverviewBuilder(RATE_HZ).snapshot()).toMatchObject({ count: 0, columnCount: 0 });
  });

  it("takes damage for silence", () => {
    expect(overviewOf(Float32Array.of(Number.NaN, Number.POSITIVE_INFINITY, 0.25)).peaks).toEqual(
      Float32Array.of(0.25),
    );
  });
});
