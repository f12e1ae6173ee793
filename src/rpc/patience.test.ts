import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { waitPatiently } from "./patience.ts";

describe("waitPatiently", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it("is over after its time, once", () => {
    const over = vi.fn();
    waitPatiently(600, over);
    vi.advanceTimersByTime(599);
    expect(over).not.toHaveBeenCalled();
    vi.advanceTimersByTime(10_000);
    expect(over).toHaveBeenCalledTimes(1);
  });

  it("is never over once it has ended", () => {
    const over = vi.fn();
    const end = waitPatiently(600, over);
    vi.advanceTimersByTime(400);
    end();
    vi.advanceTimersByTime(10_000);
    expect(over).not.toHaveBeenCalled();
  });

  it("does not count the time in which the thread stood still", async () => {
    vi.useRealTimers();
    const over = vi.fn();
    const end = waitPatiently(120, over);
    const untilMs = performance.now() + 300;
    while (performance.now() < untilMs) {
      // Blocked, as by a layout or a machine that sleeps.
    }
    // What waited meanwhile comes first.
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(over).not.toHaveBeenCalled();
    end();
  });
});
