import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createAnnouncer } from "./announcer.ts";
import { describeRuns, type HeardRun, withResult } from "./heard-runs.ts";
import { columnOf, nextEdgeS, ringStretches } from "./history-ring.ts";
import { heldPeak, meterPosition } from "./level-scale.ts";
import { magmaTable } from "./magma.ts";

describe("level scale", () => {
  it("runs from -60 dB to full scale and survives digital silence", () => {
    expect([-60, -30, 0, 3, Number.NEGATIVE_INFINITY].map(meterPosition)).toEqual([0, 0.5, 1, 1, 0]);
  });

  it("holds a peak and lets it fall 20 dB a second", () => {
    expect(heldPeak(-10, -40, 0.5)).toBe(-20);
    expect(heldPeak(-10, -4, 0.5)).toBe(-4);
  });
});

describe("history ring", () => {
  it("counts columns from the start of the stream", () => {
    expect(columnOf(16_000, 16_000, 40)).toBe(40);
  });

  it("splits what wraps around and clips what is gone or still to come", () => {
    expect(ringStretches(8, 13, 12, 10)).toEqual([
      { from: 8, columns: 2, offset: 0 },
      { from: 0, columns: 3, offset: 2 },
    ]);
    expect(ringStretches(-5, 4, 2, 10)).toEqual([{ from: 0, columns: 3, offset: 5 }]);
    expect(ringStretches(20, 30, 12, 10)).toEqual([]);
  });

  it("moves evenly towards the newest column and jumps when far away", () => {
    expect(nextEdgeS(1, 1.02, 0.016)).toBeCloseTo(1.0165, 4);
    expect(nextEdgeS(1, 9, 0.016)).toBe(9);
    expect(nextEdgeS(5, 4.9, 0)).toBe(5);
  });
});

describe("heard runs", () => {
  it("joins what stays and parts what changes", () => {
    let runs: readonly HeardRun[] = [];
    for (const [label, endS] of [
      ["rain", 1],
      ["rain", 1.2],
      [null, 1.4],
      ["dog", 1.6],
    ] as const) {
      runs = withResult(runs, label, endS, 0.2, 0);
    }
    expect(runs).toEqual([
      { label: "rain", startS: 0.8, endS: 1.2 },
      { label: "dog", startS: 1.4000000000000001, endS: 1.6 },
    ]);
  });

  it("lets old runs go and starts anew with a new stream", () => {
    const runs = [{ label: "rain", startS: 1, endS: 2 }];
    expect(withResult(runs, null, 40, 0.2, 10)).toEqual([]);
    expect(withResult(runs, "dog", 0.5, 0.2, 0)).toEqual([{ label: "dog", startS: 0.3, endS: 0.5 }]);
  });

  it("are told in words", () => {
    expect(describeRuns([{ label: "rain", startS: 0, endS: 1 }], 20)).toBe(
      "Spectrogram of the last 20 seconds. Heard: rain.",
    );
  });
});

describe("magma", () => {
  it("grows lighter all the way from black to cream", () => {
    const table = magmaTable();
    const light = Array.from({ length: 256 }, (_, i) => {
      const [r = 0, g = 0, b = 0] = table.slice(i * 4, i * 4 + 3);
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    });
    expect(light.every((value, i) => i === 0 || value >= (light[i - 1] ?? 0))).toBe(true);
    expect([...table.slice(-4)]).toEqual([252, 253, 191, 255]);
  });
});

describe("announcer", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("says the newest word at most every two seconds, and never twice", () => {
    const said: string[] = [];
    const announcer = createAnnouncer(
      (text) => said.push(text),
      2000,
      () => Date.now(),
    );
    for (const text of ["rain", "dog", "rain", "cat"]) {
      announcer.offer(text);
      vi.advanceTimersByTime(400);
    }
    expect(said).toEqual(["rain"]);
    vi.advanceTimersByTime(500);
    expect(said).toEqual(["rain", "cat"]);
    vi.advanceTimersByTime(5000);
    announcer.offer("cat");
    expect(said).toEqual(["rain", "cat"]);
    announcer.close();
  });
});
