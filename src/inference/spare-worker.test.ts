import { beforeEach, describe, expect, it } from "vitest";
import { RpcClient } from "../rpc/rpc-client.ts";
import { FakeWorker } from "../testing/fake-worker.ts";
import type { InferenceProtocol, PrepareRequest } from "./protocol.ts";
import { SpareWorker } from "./spare-worker.ts";
import { TINY_GRAPH } from "./tiny-graph.ts";

const ONE = { device: "wasm", threads: 1 } as const;
const TWO = { device: "wasm", threads: 2 } as const;

let started: FakeWorker<InferenceProtocol>[];
let prepared: PrepareRequest[];
let refuses: boolean;
const soon = () => new Promise((resolve) => setTimeout(resolve));

function startWorker() {
  const never = () => new Promise<never>(() => {});
  const worker = new FakeWorker<InferenceProtocol>({
    prepare: async (request) => {
      prepared.push(request);
      if (refuses) throw new TypeError("no runtime");
      return { result: null };
    },
    load: never,
    run: never,
    runPack: never,
    golden: async () => ({ result: { logits: new Float32Array(), medianMs: 7 } }),
  });
  started.push(worker);
  return worker;
}

beforeEach(() => {
  [started, prepared, refuses] = [[], [], false];
});

describe("SpareWorker", () => {
  it("gives the prepared worker once, to whoever wants its backend", async () => {
    const spare = new SpareWorker(startWorker);
    spare.prepare(ONE);
    await soon();
    expect(prepared).toEqual([{ backend: ONE }]);
    const rpc = new RpcClient<InferenceProtocol>(spare.start(ONE));
    expect((await rpc.call("golden", { samples: 1, repeats: 1 })).medianMs).toBe(7);
    expect(started.length).toBe(1);
    spare.start(ONE);
    expect(started.length).toBe(2);
  });

  it("keeps what the worker said before anybody listened", async () => {
    const spare = new SpareWorker(startWorker);
    spare.prepare(ONE);
    started[0]?.tell({
      kind: "backend-lost",
      error: { code: "backend-lost", message: "", details: {}, transient: true },
    });
    await soon();
    const heard: unknown[] = [];
    spare.start(ONE).onmessage = ({ data }) => heard.push(data);
    expect(heard).toContainEqual(expect.objectContaining({ kind: "event" }));
  });

  it("starts a fresh one for another backend, and ends its own when it is dropped", async () => {
    const spare = new SpareWorker(startWorker);
    spare.prepare(ONE);
    spare.start(TWO);
    expect(started.map(({ terminated }) => terminated)).toEqual([false, false]);
    spare.drop();
    expect(started.map(({ terminated }) => terminated)).toEqual([true, false]);
  });

  it("is not given when its runtime could not be had, or when it died", async () => {
    refuses = true;
    const spare = new SpareWorker(startWorker);
    spare.prepare(ONE);
    await soon();
    spare.start(ONE);
    expect(started.map(({ terminated }) => terminated)).toEqual([true, false]);
    const other = new SpareWorker(startWorker);
    other.prepare(ONE);
    started[2]?.crash("died");
    other.start(ONE);
    expect(started.map(({ terminated }) => terminated)).toEqual([true, false, true, false]);
  });

  it("is not started when a model was there before", () => {
    const spare = new SpareWorker(startWorker);
    spare.start(TWO);
    spare.prepare(ONE);
    expect(started.length).toBe(1);
  });
});

describe("the smallest graph", () => {
  it("is one that onnxruntime opens and runs", async () => {
    const ort = await import("onnxruntime-web/wasm");
    ort.env.wasm.numThreads = 1;
    const session = await ort.InferenceSession.create(TINY_GRAPH);
    const { y } = await session.run({ x: new ort.Tensor("float32", [2.5], [1]) });
    expect(y?.data).toEqual(Float32Array.of(2.5));
    await session.release();
  });
});
