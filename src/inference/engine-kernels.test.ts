import { describe, expect, it } from "vitest";
import type { ModelFiles } from "../models/model-files.ts";
import { FakeInference, FILES, nameOf, RIGHT_LOGITS } from "../testing/fake-inference.ts";
import { openEngine } from "../testing/open-engine.ts";
import { LAST_KEY } from "./backend-candidates.ts";

const WINDOW = new Float32Array(32_000);
describe("our own kernels", () => {
  const EMBEDDED: ModelFiles = { ...FILES, source: "embedded" };
  const openEmbedded = (behaviours: ConstructorParameters<typeof FakeInference>[0], change = {}) => {
    const fake = new FakeInference(behaviours);
    return openEngine(fake, change, EMBEDDED).then((opened) => ({ ...opened, fake }));
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
    expect(nameOf((await openEngine(fake)).engine.report.chosen)).toBe("wasm/1");
  });
});
