import { describe, expect, it } from "vitest";
import { QueueEstimate } from "./queue-estimate.ts";

describe("time left", () => {
  it("is unknown before a second of work", () => {
    const estimate = new QueueEstimate();
    estimate.add("a.mp3", 1e6, 999);
    expect(estimate.leftS([{ name: "b.mp3", sizeBytes: 1e6 }])).toBeNull();
  });

  it("goes by kind of file, where that kind was seen", () => {
    const estimate = new QueueEstimate();
    estimate.add("a.mp3", 1e6, 10_000);
    estimate.add("a.WAV", 10e6, 10_000);
    expect(estimate.leftS([{ name: "b.mp3", sizeBytes: 2e6 }])).toBeCloseTo(20, 6);
    expect(estimate.leftS([{ name: "b.wav", sizeBytes: 2e6 }])).toBeCloseTo(2, 6);
    expect(estimate.leftS([{ name: "b.flac", sizeBytes: 11e6 }])).toBeCloseTo(20, 6);
    expect(estimate.leftS([])).toBe(0);
  });
});
