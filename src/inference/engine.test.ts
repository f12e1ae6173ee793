import { describe, expect, it } from "vitest";
import { FakeInference, nameOf, RIGHT_LOGITS } from "../testing/fake-inference.ts";
import { HARDWARE, openEngine } from "../testing/open-engine.ts";

const WINDOW = new Float32Array(32_000);
describe("Engine.open", () => {
  it("takes the fastest of the right ones and ends the others", async () => {
    const fake = new FakeInference({ "wasm/1": { medianMs: 80 }, "wasm/2": { medianMs: 40 } });
    const { engine } = await openEngine(fake);
    expect(nameOf(engine.report.chosen)).toBe("wasm/2");
    expect(engine.report.windowMs).toBe(40);
    expect(fake.alive).toEqual(["wasm/2"]);
  });

  it("leaves the page a core of its own where a window takes little", async () => {
    const fake = new FakeInference({ "wasm/1": { medianMs: 19 }, "wasm/2": { medianMs: 10 } });
    const { engine } = await openEngine(fake);
    expect(nameOf(engine.report.chosen)).toBe("wasm/1");
    expect(fake.started).toHaveLength(1);
    const more = new FakeInference({
      "wasm/1": { medianMs: 19 },
      "wasm/2": { medianMs: 10 },
      "wasm/4": { medianMs: 5 },
    });
    const { engine: ofFour } = await openEngine(more, { hardware: { ...HARDWARE, cores: 4 } });
    expect(nameOf(ofFour.report.chosen)).toBe("wasm/2");
  });

  it("never takes a faster one that gives wrong numbers, and says so", async () => {
    const fake = new FakeInference({ "wasm/1": { medianMs: 80 }, "wasm/2": { medianMs: 10, logits: [2, -1, 0.6] } });
    const { engine, events } = await openEngine(fake);
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
    expect(nameOf((await openEngine(fake)).engine.report.chosen)).toBe("wasm/2");
  });

  it("rejects where no backend is right, leaving no worker", async () => {
    const fake = new FakeInference({
      "wasm/1": { medianMs: 1, logits: [0, 0, 0] },
      "wasm/2": { medianMs: 1, refuses: true },
    });
    await expect(openEngine(fake)).rejects.toMatchObject({ code: "backend-unavailable" });
    expect(fake.alive).toEqual([]);
  });

  it("checks only the remembered backend on the next visit", async () => {
    const first = new FakeInference({ "wasm/1": { medianMs: 80 }, "wasm/2": { medianMs: 40 } });
    const { memory } = await openEngine(first);
    const second = new FakeInference({ "wasm/1": { medianMs: 80 }, "wasm/2": { medianMs: 40 } });
    const { engine } = await openEngine(second, { memory });
    expect(engine.report.remembered).toBe(true);
    expect(second.started.map(({ backend }) => nameOf(backend))).toEqual(["wasm/2"]);
  });

  it("measures anew where the remembered backend is wrong now", async () => {
    const { memory } = await openEngine(new FakeInference({ "wasm/1": { medianMs: 80 }, "wasm/2": { medianMs: 40 } }));
    const second = new FakeInference({ "wasm/1": { medianMs: 80 }, "wasm/2": { medianMs: 40, logits: [9, 9, 9] } });
    const { engine } = await openEngine(second, { memory });
    expect(engine.report.remembered).toBe(false);
    expect(nameOf(engine.report.chosen)).toBe("wasm/1");
  });

  it("uses one thread where the page is not isolated", async () => {
    const fake = new FakeInference({ "wasm/1": { medianMs: 80 }, "wasm/2": { medianMs: 40 } });
    const { engine } = await openEngine(fake, { hardware: { ...HARDWARE, sharedMemory: false } });
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
    const { engine, events } = await openEngine(fake);
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
    const { engine } = await openEngine(fake);
    await engine.considerWebGpu();
    expect(nameOf(engine.report.chosen)).toBe("wasm/1");
    expect(engine.report.trials.at(-1)).toMatchObject({ outcome: "wrong" });
  });
});

describe("Engine.run", () => {
  const behaviours = { "wasm/1": { medianMs: 80 }, "wasm/2": { medianMs: 40 }, "webgpu/1": { medianMs: 1 } };

  it("gives logits", async () => {
    const { engine } = await openEngine(new FakeInference(behaviours));
    expect([...(await engine.run(WINDOW)).logits]).toEqual(RIGHT_LOGITS);
  });

  it("answers a window whose worker crashed, from a new worker, and says so", async () => {
    const fake = new FakeInference(behaviours);
    const { engine, events } = await openEngine(fake);
    fake.started.at(-1)?.worker.crash("killed");
    expect([...(await engine.run(WINDOW)).logits]).toEqual(RIGHT_LOGITS);
    expect(events).toContainEqual(expect.objectContaining({ kind: "restarted" }));
    expect(fake.alive).toEqual(["wasm/2"]);
  });

  it("falls back from a lost WebGPU device to WASM", async () => {
    const fake = new FakeInference(behaviours);
    const { engine, events } = await openEngine(fake, { device: "webgpu" });
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
    const { engine, events } = await openEngine(fake);
    await expect(engine.run(WINDOW)).rejects.toMatchObject({ code: "worker-died" });
    expect(events.at(-1)).toMatchObject({ kind: "gone", error: { code: "worker-died" } });
  });

  it("says nothing when it is closed while it recovers", async () => {
    const fake = new FakeInference(behaviours);
    const { engine, events } = await openEngine(fake);
    const answer = engine.run(WINDOW);
    fake.started.at(-1)?.worker.crash("killed");
    engine.dispose();
    await expect(answer).rejects.toMatchObject({ code: "aborted" });
    expect(events).toEqual([]);
    expect(fake.alive).toEqual([]);
  });

  it("rejects after dispose and when aborted", async () => {
    const { engine } = await openEngine(new FakeInference(behaviours));
    const abort = new AbortController();
    abort.abort();
    await expect(engine.run(WINDOW, { signal: abort.signal })).rejects.toMatchObject({ code: "aborted" });
    engine.dispose();
    await expect(engine.run(WINDOW)).rejects.toMatchObject({ code: "aborted" });
  });
});
