import { describe, expect, it } from "vitest";
import type { CaptureFacts } from "../../capture/source.ts";
import { describeCapture, describeLoss, describeRun, processingWarning } from "./source-words.ts";

const facts: CaptureFacts = {
  kind: "microphone",
  label: "Desk microphone",
  deviceId: null,
  sampleRateHz: 48_000,
  channelCount: 1,
  echoCancellation: false,
  noiseSuppression: null,
  autoGainControl: false,
  latencyMs: null,
};

describe("capture in words", () => {
  it("tells what was applied and what the browser does not tell", () => {
    expect(describeCapture(facts)).toBe(
      "Desk microphone, 48 kHz, 1 channel; echo cancellation off, noise suppression not told, gain control off",
    );
    expect(processingWarning(facts)).toBeNull();
  });

  it("warns where the browser kept changing the sound", () => {
    expect(processingWarning({ ...facts, echoCancellation: true, autoGainControl: true })).toContain(
      "kept echo cancellation and gain control on",
    );
  });
});

describe("running in words", () => {
  const backend = { chosen: { device: "wasm", threads: 2 }, windowMs: 3, trials: [], remembered: false } as const;
  const counters = { windowsRun: 96, windowsDropped: 0, framesLost: 0, updatesPerSecond: 5, slowerHopMs: null };

  it("tells device, threads, time and pace", () => {
    expect(describeRun(backend, counters)).toBe("WASM, 2 threads, 3 ms a window, every 200 ms");
    expect(describeRun(backend, null)).toBe("WASM, 2 threads, 3 ms a window");
  });

  it("tells losses only where there are any", () => {
    expect(describeLoss(counters)).toBeNull();
    expect(describeLoss({ ...counters, windowsDropped: 4 })).toBe(
      "4 of 100 windows dropped: this machine is slower than the sound.",
    );
    expect(describeLoss({ ...counters, slowerHopMs: 600 }, "the server")).toBe(
      "A window every 0.6 s, which the server keeps up with.",
    );
  });
});
