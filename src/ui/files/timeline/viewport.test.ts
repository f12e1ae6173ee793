import { describe, expect, it } from "vitest";
import {
  centredOn,
  firstViewport,
  MIN_SPAN_S,
  pageWith,
  panned,
  pinched,
  shareAt,
  spanOf,
  timeAt,
  wheelFactor,
  within,
  zoomed,
} from "./viewport.ts";

const view = { fromS: 10, toS: 20 };

describe("viewport", () => {
  it("stays within the file, moved rather than cut", () => {
    expect(within({ fromS: -5, toS: 5 }, 60)).toEqual({ fromS: 0, toS: 10 });
    expect(within({ fromS: 55, toS: 65 }, 60)).toEqual({ fromS: 50, toS: 60 });
    expect(within({ fromS: -5, toS: 500 }, 60)).toEqual({ fromS: 0, toS: 60 });
    expect(spanOf(within({ fromS: 5, toS: 5.01 }, 60))).toBeCloseTo(MIN_SPAN_S);
    expect(spanOf(within({ fromS: 0, toS: 1 }, 0))).toBe(MIN_SPAN_S);
  });

  it("zooms around a moment that keeps its place", () => {
    const near = zoomed(view, 0.5, 12, 60);
    expect(near).toEqual({ fromS: 11, toS: 16 });
    expect(shareAt(near, 12)).toBeCloseTo(shareAt(view, 12));
    expect(zoomed(view, 100, 12, 60)).toEqual({ fromS: 0, toS: 60 });
    expect(spanOf(zoomed(view, 1e-9, 12, 60))).toBeCloseTo(MIN_SPAN_S);
  });

  it("pans by seconds, and no further than the file", () => {
    expect(panned(view, -4, 60)).toEqual({ fromS: 6, toS: 16 });
    expect(panned(view, 100, 60)).toEqual({ fromS: 50, toS: 60 });
    expect(centredOn(view, 40, 60)).toEqual({ fromS: 35, toS: 45 });
  });

  it("turns pages so that playback comes in at the left", () => {
    expect(pageWith(view, 15, 60)).toBe(view);
    expect(shareAt(pageWith(view, 20.01, 60), 20.01)).toBeCloseTo(0.02);
    expect(pageWith(view, 60, 60)).toEqual({ fromS: 50, toS: 60 });
  });

  it("opens short files whole and long ones at their first minute", () => {
    expect(firstViewport(300)).toEqual({ fromS: 0, toS: 300 });
    expect(firstViewport(3600)).toEqual({ fromS: 0, toS: 60 });
  });

  it("turns pixels to seconds and back", () => {
    expect(timeAt(view, 250, 1000)).toBe(12.5);
    expect(shareAt(view, 12.5)).toBe(0.25);
    expect([shareAt(view, 5), shareAt(view, 25)]).toEqual([-0.5, 1.5]);
  });

  it("keeps under two fingers what lay under them", () => {
    const after = pinched(view, [400, 600], [300, 800], 1000, 60);
    expect(timeAt(after, 300, 1000)).toBeCloseTo(timeAt(view, 400, 1000));
    expect(timeAt(after, 800, 1000)).toBeCloseTo(timeAt(view, 600, 1000));
    expect(pinched(view, [400, 600], [500, 700], 1000, 60)).toEqual({ fromS: 9, toS: 19 });
  });

  it("zooms in when the wheel turns up, as much back down", () => {
    expect(wheelFactor(-100, false) * wheelFactor(100, false)).toBeCloseTo(1);
    expect(wheelFactor(-100, false)).toBeLessThan(1);
  });
});
