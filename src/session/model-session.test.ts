import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeInference, FILES } from "../testing/fake-inference.ts";
import { ModelSession } from "./model-session.ts";
import { readSettings } from "./settings.ts";
import { createEarshotStore } from "./store.ts";

const GOOD: Record<string, () => Response> = {
  "config.json": () => Response.json(FILES.config),
  "preprocessor_config.json": () => Response.json(FILES.preprocessor),
  "onnx/model.onnx": () => new Response("weights"),
};

/** Requests wait until `release`, so that a test can step in between. */
let held: (() => void)[] | null = null;
const broken = new Set<string>();

beforeEach(() => {
  held = null;
  broken.clear();
  vi.stubGlobal("fetch", async (input: string, init: RequestInit) => {
    const waiting = held;
    if (waiting) await new Promise<void>((resolve) => waiting.push(resolve));
    init.signal?.throwIfAborted();
    const [id, file] = input.replace("https://hub.example/", "").split("/resolve/main/");
    const answer = GOOD[file ?? ""];
    return answer && !broken.has(id ?? "") ? answer() : new Response("", { status: 404 });
  });
});

afterEach(() => vi.unstubAllGlobals());

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
    places: { appBase: "https://app.example/", hubBase: "https://hub.example" },
    startWorker: inference.start,
    hardware: async () => ({ cores: 1, crossOriginIsolated: false, webgpu: false }),
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
