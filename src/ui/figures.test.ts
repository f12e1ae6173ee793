import { describe, expect, it } from "vitest";
import { formatBytes, formatCount, formatDb, formatMs, formatRate, formatScore, formatTime } from "./figures.ts";

describe("figures", () => {
  it("shows scores with two decimals and a true minus", () => {
    expect([0, 0.874, 1, -3.2, -0.001].map(formatScore)).toEqual(["0.00", "0.87", "1.00", "−3.20", "0.00"]);
  });

  it("shows times as a clock that never runs ahead", () => {
    expect([0, 59.99, 61, 3723].map((s) => formatTime(s))).toEqual(["0:00", "0:59", "1:01", "1:02:03"]);
    expect(formatTime(12.4, true)).toBe("0:12.4");
    expect(formatTime(59.99, true)).toBe("0:59.9");
  });

  it("shows sizes in decimal units without 1000 kB", () => {
    expect([12, 812_345, 999_700, 1_234_567, 2.5e9].map(formatBytes)).toEqual([
      "12 B",
      "812 kB",
      "1.0 MB",
      "1.2 MB",
      "2.5 GB",
    ]);
  });

  it("shows rates, milliseconds, counts and decibels", () => {
    expect([formatRate(44_100), formatRate(48_000)]).toEqual(["44.1 kHz", "48 kHz"]);
    expect([formatMs(3.21), formatMs(12.6)]).toEqual(["3.2 ms", "13 ms"]);
    expect([formatCount(1, "window"), formatCount(12400, "window")]).toEqual(["1 window", "12\u202f400 windows"]);
    expect([formatDb(-23.4), formatDb(0), formatDb(Number.NEGATIVE_INFINITY)]).toEqual(["−23 dB", "0 dB", "silence"]);
  });
});
