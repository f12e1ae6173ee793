import { describe, expect, it } from "vitest";
import type { PcmChunk } from "../capture/pcm.ts";
import { tone } from "../signal/test-signals.ts";
import { LiveIntake } from "./live-intake.ts";
import type { StreamEvent } from "./protocol.ts";

const PLAN = { sampleRateHz: 16_000, windowSamples: 4_000, hopSamples: 4_000 };

/** Feeds blocks through a real MessageChannel and collects what the intake says. */
async function listen(
  steps: readonly (PcmChunk | "replan")[],
  { captureRateHz = 16_000, hopSamples = PLAN.hopSamples } = {},
): Promise<StreamEvent[]> {
  const { port1, port2 } = new MessageChannel();
  const events: StreamEvent[] = [];
  const request = { kind: "open-live", id: 7, plan: { ...PLAN, hopSamples }, captureRateHz, port: port2 } as const;
  const intake = new LiveIntake(request, (event) => void events.push(event));
  const allHeard = () => new Promise((resolve) => setTimeout(resolve, 50));
  for (const step of steps) {
    if (step !== "replan") port1.postMessage(step);
    else await allHeard().then(() => intake.replan(PLAN));
  }
  await allHeard();
  intake.close();
  port1.close();
  return events;
}

const chunk = (startFrame: number, frames: number): PcmChunk => ({
  kind: "pcm",
  startFrame,
  channels: [tone(440, 16_000, frames, 0.5)],
  capturedAtMs: startFrame / 16,
});

const windowsIn = (events: readonly StreamEvent[]) => events.filter((event) => event.kind === "window");

describe("LiveIntake", () => {
  it("says by which plan a window was cut: positions begin anew with each", async () => {
    const events = await listen([chunk(0, 8_000), "replan", chunk(8_000, 4_000)]);
    const cut = windowsIn(events).map(({ planNumber, window }) => [planNumber, window.startSample]);
    expect(cut).toEqual([
      [0, 0],
      [0, 4_000],
      [1, 0],
    ]);
  });

  it("cuts contiguous blocks into windows and reports no gap", async () => {
    const events = await listen([chunk(0, 3_000), chunk(3_000, 3_000), chunk(6_000, 2_000)]);
    expect(windowsIn(events).map(({ window }) => window.startSample)).toEqual([0, 4_000]);
    expect(events.some(({ kind }) => kind === "gap")).toBe(false);
  });

  it("counts a missing block, and keeps positions true by filling it with silence", async () => {
    const events = await listen([chunk(0, 3_000), chunk(4_000, 4_000)]);
    expect(events).toContainEqual({ kind: "gap", id: 7, missingFrames: 1_000 });
    const windows = windowsIn(events);
    expect(windows.map(({ window }) => window.startSample)).toEqual([0, 4_000]);
    expect([...(windows[0]?.window.samples.slice(3_000) ?? [])].every((x) => x === 0)).toBe(true);
  });

  it("does not fill a long hole: the stream goes on after it", async () => {
    const events = await listen([chunk(0, 4_000), chunk(400_000, 4_000)]);
    expect(events).toContainEqual({ kind: "gap", id: 7, missingFrames: 396_000 });
    expect(windowsIn(events)).toHaveLength(2);
  });

  it("says when the window's last sample was captured", async () => {
    const events = await listen([chunk(0, 4_000)]);
    expect(windowsIn(events)[0]?.endCapturedAtMs).toBe(0);
  });

  it("takes a stream that does not start at zero as whole", async () => {
    const events = await listen([chunk(512, 4_000)]);
    expect(events.some(({ kind }) => kind === "gap")).toBe(false);
  });

  it("dates a window by its own last sample, neither by its block's end nor by the resampler's delay", async () => {
    const blocks = Array.from({ length: 100 }, (_, block) => {
      const endFrame = (block + 1) * 512;
      const channels = [tone(440, 48_000, 512, 0.5)];
      return { kind: "pcm", startFrame: endFrame - 512, channels, capturedAtMs: endFrame / 48 } as const;
    });
    const windows = windowsIn(await listen(blocks, { captureRateHz: 48_000, hopSamples: 1_000 }));
    expect(windows.length).toBeGreaterThan(10);
    for (const { window, endCapturedAtMs } of windows) {
      expect(endCapturedAtMs).toBeCloseTo((window.startSample + window.validSamples) / 16, 6);
    }
  });
});
