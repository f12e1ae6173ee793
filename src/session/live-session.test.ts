import { describe, expect, it } from "vitest";
import type { LiveSource } from "../capture/source.ts";
import type { ModelRunner } from "../inference/model-runner.ts";
import { readModelInfo } from "../models/read-config.ts";
import type { WorkerLike } from "../rpc/messages.ts";
import type { StreamEvent, StreamRequest } from "../stream/protocol.ts";
import { StreamClient } from "../stream/stream-client.ts";
import { FILES, RIGHT_LOGITS } from "../testing/fake-inference.ts";
import { DEFAULT_SETTINGS } from "./default-settings.ts";
import { planFor } from "./listening.ts";
import { LiveFeedHub } from "./live-feed.ts";
import { LiveSession } from "./live-session.ts";
import type { Settings } from "./state.ts";
import { createEarshotStore } from "./store.ts";

const INFO = readModelInfo(FILES);

function runner(): ModelRunner {
  return {
    info: INFO,
    report: { chosen: { device: "wasm", threads: 1 }, windowMs: 1, trials: [], remembered: false },
    packWindows: null,
    filesAtOnce: 1,
    run: async () => ({ logits: Float32Array.from(RIGHT_LOGITS), embeddings: null, featuresMs: 0, modelMs: 0 }),
    runPack: async () => ({ logits: new Float32Array() }),
    dispose() {},
  };
}

function source(): LiveSource {
  const facts = { kind: "sample", label: "flute", deviceId: null, sampleRateHz: 48_000, channelCount: 1 } as const;
  const unknown = { echoCancellation: null, noiseSuppression: null, autoGainControl: null, latencyMs: null };
  return { facts: { ...facts, ...unknown }, port: new MessageChannel().port1, onended: null, close: async () => {} };
}

async function listening() {
  const asked: StreamRequest[] = [];
  const worker: WorkerLike = {
    onmessage: null,
    onmessageerror: null,
    onerror: null,
    postMessage: (request: StreamRequest) => void asked.push(request),
    terminate() {},
  };
  const store = createEarshotStore(DEFAULT_SETTINGS, [], false);
  const stream = new StreamClient(() => worker);
  let engine = runner();
  let hidden = false;
  const parts = { store, stream, feed: new LiveFeedHub(), engine: () => engine, isHidden: () => hidden };
  const session = new LiveSession(parts);
  await session.start("sample", async () => source());
  const id = asked[0]?.id ?? -1;
  const switchTo = (next: ModelRunner) => {
    engine = next;
    session.useEngine(next);
  };
  return {
    session,
    store,
    asked,
    switchTo,
    hide(now: boolean) {
      hidden = now;
    },
    set(change: Partial<Settings>) {
      store.setState(({ settings }) => ({ settings: { ...settings, ...change } }));
    },
    /** A window that begins so many windows after the start of its plan. */
    async hear(planNumber: number, windows: number) {
      const { windowSamples } = planFor(INFO);
      const samples = new Float32Array(windowSamples);
      const window = { startSample: windows * windowSamples, samples, validSamples: windowSamples };
      const event: StreamEvent = { kind: "window", id, window, endCapturedAtMs: 0, planNumber };
      worker.onmessage?.(new MessageEvent("message", { data: event }));
      await new Promise((resolve) => setTimeout(resolve));
    },
  };
}

describe("LiveSession", () => {
  it("another model takes over while it listens: windows cut for the one before are not its own", async () => {
    const { session, store, asked, switchTo, hear } = await listening();
    await hear(0, 4);
    switchTo(runner());
    expect(asked.at(-1)).toMatchObject({ kind: "replan", plan: planFor(INFO) });
    await hear(0, 5);
    await hear(1, 0);
    const { live } = store.getState();
    expect(live).toMatchObject({ phase: "listening", result: { endSample: planFor(INFO).windowSamples } });
    await session.stop();
    expect(store.getState().live.phase).toBe("off");
  });

  it("saves the battery from one window to the next, whatever model comes after", async () => {
    const { session, asked, switchTo, set } = await listening();
    set({ pace: "saver" });
    expect(asked.at(-1)).toMatchObject({ kind: "rehop", hopSamples: INFO.sampleRateHz });
    switchTo(runner());
    expect(asked.at(-1)).toMatchObject({ kind: "replan", plan: { hopSamples: INFO.sampleRateHz } });
    set({ threshold: 0.3 });
    expect(asked.at(-1)).toMatchObject({ kind: "replan" });
    set({ pace: "automatic" });
    expect(asked.at(-1)).toMatchObject({ kind: "rehop", hopSamples: INFO.sampleRateHz / 5 });
    await session.stop();
  });

  it("scores nothing behind another tab where the person wants it so", async () => {
    const { session, store, hear, hide, set } = await listening();
    const windowsRun = () => {
      const { live } = store.getState();
      return live.phase === "listening" ? live.counters.windowsRun : null;
    };
    hide(true);
    await hear(0, 0);
    expect(windowsRun()).toBe(1);
    set({ whenHidden: "rest" });
    await hear(0, 1);
    expect(windowsRun()).toBe(1);
    hide(false);
    await hear(0, 2);
    expect(windowsRun()).toBe(2);
    await session.stop();
  });
});
