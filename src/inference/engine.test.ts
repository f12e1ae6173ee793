import { describe, expect, it } from "vitest";
import type { ModelFiles } from "../models/model-files.ts";
import { FakeInference, FILES, nameOf, RIGHT_LOGITS } from "../testing/fake-inference.ts";
import { LAST_KEY } from "./backend-candidates.ts";
import { Engine } from "./engine.ts";
import type { EngineEvent } from "./engine-event.ts";

const WINDOW = new Float32Array(32_000);
const HARDWARE = { cores: 2, sharedMemory: true, webgpu: true };

async function open(
  fake: FakeInference,
  change: Partial<Parameters<typeof Engine.open>[1]> = {},
  files: ModelFiles = FILES,
) {
  const events: EngineEvent[] = [];
  const kept = new Map<string, string>();
  const memory = {
    get: (key: string) => kept.get(key) ?? null,
    set: (key: string, value: string) => void kept.set(key, value),
  };
  const options = { startWorker: fake.start, memory, hardware: HARDWARE, device: null, ...change };
  const engine = await Engine.open(
    files,
    { ...options, onEvent: (event) => events.push(event) },
    new AbortController().signal,
  );
  return { engine, events, kept, memory };
}

describe("Engine.open", () => {
  it("takes the fastest of the right ones and ends the others", async () => {
    const fake = new FakeInference({ "wasm/1": { medianMs: 80 }, "wasm/2": { medianMs: 40 } });
    const { engine } = await open(fake);
    expect(nameOf(engine.report.chosen)).toBe("wasm/2");
    expect(engine.report.windowMs).toBe(40);
    expect(fake.alive).toEqual(["wasm/2"]);
  });

  it("leaves the page a core of its own where a window takes little", async () => {
    const fake = new FakeInference({ "wasm/1": { medianMs: 19 }, "wasm/2": { medianMs: 10 } });
    const { engine } = await open(fake);
    expect(nameOf(engine.report.chosen)).toBe("wasm/1");
    expect(fake.started).toHaveLength(1);
    const more = new FakeInference({
      "wasm/1": { medianMs: 19 },
      "wasm/2": { medianMs: 10 },
      "wasm/4": { medianMs: 5 },
    });
    const { engine: ofFour } = await open(more, { hardware: { ...HARDWARE, cores: 4 } });
    expect(nameOf(ofFour.report.chosen)).toBe("wasm/2");
  });

  it("never takes a faster one that gives wrong numbers, and says so", async () => {
    const fake = new FakeInference({ "wasm/1": { medianMs: 80 }, "wasm/2": { medianMs: 10, logits: [2, -1, 0.6] } });
    const { engine, events } = await open(fake);
    expect(nameOf(engine.report.chosen)).toBe("wasm/1");
    expect(fake.alive).toEqual(["wasm/1"]);
    await Promise.resolve();
    expect(events).toContainEqual(expect.objectContaining({ kind: "fell-back", why: "backend-wrong-numbers" }));
  });

  it("does not take numbers that are not finite", async () => {
    const fake = new FakeInference({
      "wasm/1": { medianMs: 1, logits: [Number.NaN, 0, 0] },
      "wasm/2": { medianMs: 90 },
    });
    expect(nameOf((await open(fake)).engine.report.chosen)).toBe("wasm/2");
  });

  it("rejects where no backend is right, leaving no worker", async () => {
    const fake = new FakeInference({
      "wasm/1": { medianMs: 1, logits: [0, 0, 0] },
      "wasm/2": { medianMs: 1, refuses: true },
    });
    await expect(open(fake)).rejects.toMatchObject({ code: "backend-unavailable" });
    expect(fake.alive).toEqual([]);
  });

  it("checks only the remembered backend on the next visit", async () => {
    const first = new FakeInference({ "wasm/1": { medianMs: 80 }, "wasm/2": { medianMs: 40 } });
    const { memory } = await open(first);
    const second = new FakeInference({ "wasm/1": { medianMs: 80 }, "wasm/2": { medianMs: 40 } });
    const { engine } = await open(second, { memory });
    expect(engine.report.remembered).toBe(true);
    expect(second.started.map(({ backend }) => nameOf(backend))).toEqual(["wasm/2"]);
  });

  it("measures anew where the remembered backend is wrong now", async () => {
    const { memory } = await open(new FakeInference({ "wasm/1": { medianMs: 80 }, "wasm/2": { medianMs: 40 } }));
    const second = new FakeInference({ "wasm/1": { medianMs: 80 }, "wasm/2": { medianMs: 40, logits: [9, 9, 9] } });
    const { engine } = await open(second, { memory });
    expect(engine.report.remembered).toBe(false);
    expect(nameOf(engine.report.chosen)).toBe("wasm/1");
  });

  it("uses one thread where the page is not isolated", async () => {
    const fake = new FakeInference({ "wasm/1": { medianMs: 80 }, "wasm/2": { medianMs: 40 } });
    const { engine } = await open(fake, { hardware: { ...HARDWARE, sharedMemory: false } });
    expect(nameOf(engine.report.chosen)).toBe("wasm/1");
    expect(fake.started).toHaveLength(1);
  });
});

describe("Engine.considerWebGpu", () => {
  it("moves over to a WebGPU that is right and clearly faster", async () => {
    const fake = new FakeInference({
      "wasm/1": { medianMs: 80 },
      "wasm/2": { medianMs: 50 },
      "webgpu/1": { medianMs: 5 },
    });
    const { engine, events } = await open(fake);
    await engine.considerWebGpu();
    expect(nameOf(engine.report.chosen)).toBe("webgpu/1");
    expect(fake.alive).toEqual(["webgpu/1"]);
    expect(events).toContainEqual(expect.objectContaining({ kind: "measured" }));
  });

  it("stays on WASM where WebGPU is wrong, and keeps the trial for the screen", async () => {
    const fake = new FakeInference({
      "wasm/1": { medianMs: 80 },
      "wasm/2": { medianMs: 90 },
      "webgpu/1": { medianMs: 1, logits: [0, 0, 0] },
    });
    const { engine } = await open(fake);
    await engine.considerWebGpu();
    expect(nameOf(engine.report.chosen)).toBe("wasm/1");
    expect(engine.report.trials.at(-1)).toMatchObject({ outcome: "wrong" });
  });
});

describe("Engine.run", () => {
  const behaviours = { "wasm/1": { medianMs: 80 }, "wasm/2": { medianMs: 40 }, "webgpu/1": { medianMs: 1 } };

  it("gives logits", async () => {
    const { engine } = await open(new FakeInference(behaviours));
    expect([...(await engine.run(WINDOW)).logits]).toEqual(RIGHT_LOGITS);
  });

  it("answers a window whose worker crashed, from a new worker, and says so", async () => {
    const fake = new FakeInference(behaviours);
    const { engine, events } = await open(fake);
    fake.started.at(-1)?.worker.crash("killed");
    expect([...(await engine.run(WINDOW)).logits]).toEqual(RIGHT_LOGITS);
    expect(events).toContainEqual(expect.objectContaining({ kind: "restarted" }));
    expect(fake.alive).toEqual(["wasm/2"]);
  });

  it("falls back from a lost WebGPU device to WASM", async () => {
    const fake = new FakeInference(behaviours);
    const { engine, events } = await open(fake, { device: "webgpu" });
    expect(nameOf(engine.report.chosen)).toBe("webgpu/1");
    fake.loseDevice();
    expect([...(await engine.run(WINDOW)).logits]).toEqual(RIGHT_LOGITS);
    expect(engine.report.chosen.device).toBe("wasm");
    expect(events).toContainEqual(expect.objectContaining({ kind: "fell-back", why: "backend-lost" }));
  });

  it("gives up on a window that every worker dies of, and says so", async () => {
    const fake = new FakeInference({
      "wasm/1": { medianMs: 80, diesOnRun: true },
      "wasm/2": { medianMs: 40, diesOnRun: true },
    });
    const { engine, events } = await open(fake);
    await expect(engine.run(WINDOW)).rejects.toMatchObject({ code: "worker-died" });
    expect(events.at(-1)).toMatchObject({ kind: "gone", error: { code: "worker-died" } });
  });

  it("says nothing when it is closed while it recovers", async () => {
    const fake = new FakeInference(behaviours);
    const { engine, events } = await open(fake);
    const answer = engine.run(WINDOW);
    fake.started.at(-1)?.worker.crash("killed");
    engine.dispose();
    await expect(answer).rejects.toMatchObject({ code: "aborted" });
    expect(events).toEqual([]);
    expect(fake.alive).toEqual([]);
  });

  it("rejects after dispose and when aborted", async () => {
    const { engine } = await open(new FakeInference(behaviours));
    const abort = new AbortController();
    abort.abort();
    await expect(engine.run(WINDOW, { signal: abort.signal })).rejects.toMatchObject({ code: "aborted" });
    engine.dispose();
    await expect(engine.run(WINDOW)).rejects.toMatchObject({ code: "aborted" });
  });
});

describe("our own kernels", () => {
  const EMBEDDED: ModelFiles = { ...FILES, source: "embedded" };
  const openEmbedded = (behaviours: ConstructorParameters<typeof FakeInference>[0], change = {}) => {
    const fake = new FakeInference(behaviours);
    return open(fake, change, EMBEDDED).then((opened) => ({ ...opened, fake }));
  };

  it("run a model that is inside, and nothing else is started, WebGPU neither", async () => {
    const { engine, fake, kept } = await openEmbedded({ convnet: { medianMs: 12 }, "wasm/1": { medianMs: 5 } });
    await engine.considerWebGpu();
    expect(fake.started.map(({ backend }) => nameOf(backend))).toEqual(["convnet"]);
    // What the next model of a Hub will want is not known from it.
    expect(kept.has(LAST_KEY)).toBe(false);
  });

  it("are remembered as what won", async () => {
    const { memory } = await openEmbedded({ convnet: { medianMs: 2 } });
    const { engine } = await openEmbedded({ convnet: { medianMs: 2 } }, { memory });
    expect(nameOf(engine.report.chosen)).toBe("convnet");
    expect(engine.report.remembered).toBe(true);
  });

  it("are measured beside onnxruntime on every core where a window takes long", async () => {
    const slow = { convnet: { medianMs: 60 }, "wasm/1": { medianMs: 120 }, "wasm/2": { medianMs: 30 } };
    expect(nameOf((await openEmbedded(slow)).engine.report.chosen)).toBe("wasm/2");
  });

  it.each([
    ["give wrong numbers", { medianMs: 1, logits: [0, 0, 0] }, "backend-wrong-numbers"],
    ["cannot start", { medianMs: 1, refuses: true }, "convnet refuses"],
  ])("that %s leave the model to onnxruntime, and it is said", async (_, convnet, why) => {
    const { engine, events } = await openEmbedded({ convnet, "wasm/1": { medianMs: 3 } });
    expect(nameOf(engine.report.chosen)).toBe("wasm/1");
    await Promise.resolve();
    expect(events).toContainEqual(expect.objectContaining({ kind: "fell-back", why }));
  });

  it("that die too often leave it to onnxruntime, and the window is run there", async () => {
    const { engine } = await openEmbedded({ convnet: { medianMs: 1, diesOnRun: true }, "wasm/2": { medianMs: 3 } });
    expect(Array.from((await engine.run(WINDOW)).logits)).toEqual(RIGHT_LOGITS);
    expect(nameOf(engine.report.chosen)).toBe("wasm/2");
  });

  it("never hide what is wrong with the model itself", async () => {
    const corrupt = { medianMs: 1, refuses: "model-corrupt" } as const;
    const behaviours = { convnet: { medianMs: 1, refuses: true }, "wasm/1": corrupt, "wasm/2": corrupt };
    await expect(openEmbedded(behaviours)).rejects.toMatchObject({ code: "model-corrupt" });
  });

  it("are not asked for a model of a Hub", async () => {
    const fake = new FakeInference({ convnet: { medianMs: 1 }, "wasm/1": { medianMs: 3 } });
    expect(nameOf((await open(fake)).engine.report.chosen)).toBe("wasm/1");
  });
});
