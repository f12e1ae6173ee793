import { describe, expect, it } from "vitest";
import { LivePace } from "./live-pace.ts";

function hopAfter(pace: LivePace, ...tookMs: number[]): number {
  for (const ms of tookMs) for (let i = 0; i < 5; i++) pace.took(ms);
  return pace.hopMs;
}

describe("LivePace", () => {
  it("cuts five windows a second where the machine keeps up", () => {
    expect(hopAfter(new LivePace("automatic", 2000), 3, 60, 150)).toBe(200);
  });

  it("cuts them further apart where one takes longer than its share of the time, and says so", () => {
    const pace = new LivePace("automatic", 10_000);
    expect(hopAfter(pace, 170)).toBe(400);
    expect(pace.slowerMs).toBe(400);
    expect(hopAfter(pace, 1500)).toBe(2000);
  });

  it("comes closer again once there is time to spare, not at the first quick window", () => {
    const pace = new LivePace("automatic", 10_000);
    hopAfter(pace, 1500);
    pace.took(3);
    expect(pace.hopMs).toBe(2000);
    expect(hopAfter(pace, 500)).toBe(1000);
    expect(hopAfter(pace, 3)).toBe(200);
    expect(pace.slowerMs).toBeNull();
  });

  it("does not swing where a window takes just as long as fits", () => {
    const pace = new LivePace("automatic", 10_000);
    const hops = [170, 150, 165, 150, 170].map((ms) => hopAfter(pace, ms));
    expect(new Set(hops)).toEqual(new Set([400]));
  });

  it("takes one slow window for a stall, not for the machine", () => {
    const pace = new LivePace("automatic", 2000);
    for (const ms of [5, 5, 900, 5, 5, 5, 900, 5]) pace.took(ms);
    expect(pace.hopMs).toBe(200);
  });

  it("never cuts further apart than a window is long, nor a hop of nothing", () => {
    expect(hopAfter(new LivePace("automatic", 975), 5000)).toBe(800);
    expect(new LivePace("saver", 300).hopMs).toBe(200);
    expect(new LivePace("saver", 100).hopMs).toBe(200);
  });

  it("saves: one window a second, at once when it is chosen and when it is left", () => {
    const pace = new LivePace("automatic", 2000);
    hopAfter(pace, 5);
    pace.want("saver");
    expect([pace.hopMs, pace.slowerMs]).toEqual([1000, null]);
    pace.want("automatic");
    expect(pace.hopMs).toBe(200);
  });
});
