import { describe, expect, it } from "vitest";
import { ProgressMeter } from "./progress-meter.ts";

function start(files: { path: string; bytes: number | null }[]) {
  let atMs = 0;
  const meter = new ProgressMeter(files, () => atMs);
  return {
    meter,
    later(ms: number) {
      atMs += ms;
      return meter.read();
    },
  };
}

describe("ProgressMeter", () => {
  it("tells rate and time left from the last seconds, and neither at once", () => {
    const { meter, later } = start([{ path: "a", bytes: 10_000 }]);
    meter.add("a", 100, 100);
    expect(later(100)).toEqual({ loadedBytes: 100, totalBytes: 10_000, bytesPerS: 0, leftS: null });
    meter.add("a", 1000, 900);
    expect(later(900)).toMatchObject({ bytesPerS: 1000, leftS: 9 });
  });

  it("falls to nothing while nothing comes", () => {
    const { meter, later } = start([{ path: "a", bytes: 10_000 }]);
    meter.add("a", 5000, 5000);
    expect(later(1000).bytesPerS).toBe(5000);
    for (let second = 0; second < 5; second++) later(1000);
    expect(later(1000)).toMatchObject({ bytesPerS: 0, leftS: null, loadedBytes: 5000 });
  });

  it("counts what is there already as loaded, not as received; what starts anew as lost", () => {
    const { meter, later } = start([
      { path: "a", bytes: 10_000 },
      { path: "b", bytes: null },
    ]);
    meter.add("a", 4000, 0);
    meter.add("b", 50, 50);
    expect(later(1000)).toEqual({ loadedBytes: 4050, totalBytes: 10_050, bytesPerS: 50, leftS: 120 });
    meter.add("a", 0, 0);
    expect(later(0).loadedBytes).toBe(50);
  });
});
