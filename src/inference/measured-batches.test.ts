import { describe, expect, it } from "vitest";
import type { FeatureTensor } from "./features/feature-tensor.ts";
import { MeasuredBatches } from "./measured-batches.ts";

/** Eight windows of two features; the model doubles them, taking so long a call and a window. */
const PACK: FeatureTensor = {
  name: "input_values",
  data: Float32Array.from({ length: 16 }, (_, n) => n),
  dims: [8, 2],
};
const DOUBLED = PACK.data.map((x) => 2 * x);

function model({ callMs = 0, batchMs = 0, wrong = false, refuses = false } = {}) {
  const calls: number[] = [];
  const batches = new MeasuredBatches(async ({ data, dims }, windows) => {
    calls.push(windows);
    expect(dims[0]).toBe(windows);
    if (windows > 1 && refuses) throw new Error("batch of one only");
    const until = performance.now() + (windows > 1 ? batchMs : callMs);
    while (performance.now() < until);
    return data.map((x) => 2 * x + (windows > 1 && wrong ? 0.1 : 0));
  });
  const runs = async (count: number) => {
    for (let run = 0; run < count; run++) expect(await batches.run(PACK)).toEqual(DOUBLED);
    return calls.at(-1);
  };
  return { batches, runs };
}

describe("measured batches", () => {
  it("use a batch where it is faster", async () => {
    const { batches, runs } = model({ callMs: 2, batchMs: 4 });
    expect([await runs(5), batches.use]).toEqual([8, "batch"]);
  });

  it("stay one by one where a batch is slower", async () => {
    const { batches, runs } = model({ callMs: 0, batchMs: 5 });
    expect([await runs(5), batches.use]).toEqual([1, "singles"]);
  });

  it("stay one by one where a batch gives other numbers, or is refused", async () => {
    for (const trouble of [{ wrong: true }, { refuses: true }]) {
      const { batches, runs } = model({ callMs: 2, ...trouble });
      expect([await runs(2), batches.use]).toEqual([1, "singles"]);
    }
  });

  it("are never tried where the graph takes one window alone", async () => {
    const asked: number[] = [];
    const batches = new MeasuredBatches(async ({ data }, windows) => {
      asked.push(windows);
      return data.map((x) => 2 * x);
    }, false);
    expect(await batches.run(PACK)).toEqual(DOUBLED);
    expect(new Set(asked)).toEqual(new Set([1]));
  });

  it("keep each window's own mask", async () => {
    const masks: (Uint8Array | undefined)[] = [];
    const batches = new MeasuredBatches(async ({ data, mask }) => {
      masks.push(mask);
      return data;
    }, false);
    await batches.run({ ...PACK, mask: Uint8Array.from({ length: 8 }, (_, n) => n % 2) });
    expect(masks.map((mask) => mask?.[0])).toEqual([0, 1, 0, 1, 0, 1, 0, 1]);
  });

  it("hand on what the model throws of a single window", async () => {
    const batches = new MeasuredBatches(async () => {
      throw new Error("broken");
    });
    await expect(batches.run(PACK)).rejects.toThrow("broken");
  });
});
