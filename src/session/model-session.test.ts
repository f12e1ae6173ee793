import { beforeEach, describe, expect, it, vi } from "vitest";
import { EarshotError } from "../errors/earshot-error.ts";
import { FakeInference, FILES } from "../testing/fake-inference.ts";
import { ModelSession } from "./model-session.ts";
import type { Step, Wanted } from "./obtain-model.ts";
import { readSettings } from "./settings.ts";
import { createEarshotStore } from "./store.ts";

/** Files are handed out at `release`, so that a test can step in between. */
let held: (() => void)[] | null = null;
const broken = new Set<string>();

beforeEach(() => {
  held = null;
  broken.clear();
});

async function obtain({ modelId, precision }: Wanted, signal: AbortSignal, onStep: (step: Step) => void) {
  onStep({ step: "files", loadedBytes: 1, totalBytes: 7 });
  const waiting = held;
  if (waiting) await new Promise<void>((resolve) => waiting.push(resolve));
  signal.throwIfAborted();
  if (broken.has(modelId)) throw new EarshotError("model-not-found", "404");
  return { ...FILES, id: modelId, precision: precision ?? "fp32", golden: null };
}

function start(behaviour = { medianMs: 2 }) {
  const kept = new Map<string, string>();
  const storage = {
    get: (key: string) => kept.get(key) ?? null,
    set: (key: string, value: string) => void kept.set(key, value),
  };
  const store = createEarshotStore(readSettings(storage), [], false);
  const inference = new FakeInference({ "wasm/1": behaviour });
  const session = new ModelSession({
    store,
    storage,
    obtain,
    openServer: async () => Promise.reject(new EarshotError("internal", "no server here")),
    startWorker: inference.start,
    hardware: async () => ({ cores: 1, sharedMemory: false, webgpu: false }),
  });
  return { store, session, inference, engineState: () => store.getState().engine };
}

describe("ModelSession", () => {
  it("goes from nothing to ready, and hands the engine on", async () => {
    const { session, engineState } = start();
    const ready = vi.fn();
    session.onready = ready;
    await session.choose("owner/one");
    expect(engineState()).toMatchObject({
      phase: "ready",
      model: { id: "owner/one", labels: ["one", "two", "three"] },
    });
    expect(ready).toHaveBeenCalledWith(session.engine);
  });

  it("ends the old model's worker when another is chosen", async () => {
    const { session, inference } = start();
    await session.choose("owner/one");
    await session.choose("owner/two");
    expect(inference.alive).toHaveLength(1);
    expect(session.engine?.info.id).toBe("owner/two");
  });

  it("names the model that failed, and can try it again", async () => {
    const { session, engineState, inference } = start();
    broken.add("owner/one");
    await session.choose("owner/one");
    expect(engineState()).toMatchObject({
      phase: "failed",
      problem: { code: "model-not-found", details: { id: "owner/one" } },
    });
    expect(inference.started).toHaveLength(0);
    broken.clear();
    await session.retry();
    expect(engineState().phase).toBe("ready");
  });

  it("lets the last choice win, whichever download is faster", async () => {
    const { session, engineState } = start();
    held = [];
    const slow = session.choose("owner/slow");
    const release = held;
    held = null;
    await session.choose("owner/quick");
    for (const resolve of release) resolve();
    await slow;
    expect(engineState()).toMatchObject({ phase: "ready", model: { id: "owner/quick" } });
  });

  it("keeps the old model running while the new one's files come, and says which comes", async () => {
    const { session, inference, engineState, store } = start();
    await session.choose("owner/one");
    held = [];
    const next = session.choose("owner/two", "int8");
    expect(store.getState().coming).toEqual({ modelId: "owner/two", step: "files", loadedBytes: 1, totalBytes: 7 });
    expect(engineState()).toMatchObject({ phase: "ready", model: { id: "owner/one" } });
    expect(session.engine?.info.id).toBe("owner/one");
    for (const resolve of held) resolve();
    await next;
    expect(store.getState().coming).toBeNull();
    expect(engineState()).toMatchObject({ phase: "ready", model: { id: "owner/two", precision: "int8" } });
    expect(inference.alive).toHaveLength(1);
  });

  it("keeps the old model when the new one cannot be had, says why, and wants the old one again", async () => {
    const { session, inference, engineState, store } = start();
    await session.choose("owner/one");
    broken.add("owner/two");
    await session.choose("owner/two");
    expect(store.getState().coming).toBeNull();
    expect(store.getState().notices).toMatchObject([{ kind: "error", text: expect.stringContaining("“owner/two”") }]);
    expect(engineState()).toMatchObject({ phase: "ready", model: { id: "owner/one" } });
    expect(inference.alive).toHaveLength(1);
    await session.retry();
    expect(engineState()).toMatchObject({ phase: "ready", model: { id: "owner/one" } });
  });

  it("says when the worker was started again", async () => {
    const { session, inference, store } = start();
    await session.choose("owner/one");
    inference.started.at(-1)?.worker.crash("killed");
    await session.engine?.run(new Float32Array(32_000));
    expect(store.getState().notices[0]?.text).toContain("started again");
  });

  it("fails with a sentence when nothing runs the model", async () => {
    const { session, engineState } = start({ medianMs: 1, logits: [Number.NaN, 0, 0] } as never);
    await session.choose("owner/one");
    expect(engineState()).toMatchObject({ phase: "failed", problem: { code: "backend-wrong-numbers" } });
  });
});
