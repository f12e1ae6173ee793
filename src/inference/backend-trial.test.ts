/** How far a backend may be from the right answer depends on the precision of the weights. */
import { describe, expect, it } from "vitest";
import type { Precision } from "../models/precision.ts";
import { FakeInference, FILES, RIGHT_LOGITS } from "../testing/fake-inference.ts";
import { largestError, tryBackend } from "./backend-trial.ts";

const BACKEND = { device: "webgpu", threads: 1 } as const;

async function outcome(precision: Precision, off: number): Promise<string> {
  const logits = RIGHT_LOGITS.map((logit) => logit + off);
  const inference = new FakeInference({ "webgpu/1": { medianMs: 1, logits } });
  const { trial, worker } = await tryBackend(BACKEND, RIGHT_LOGITS, {
    startWorker: inference.start,
    files: { ...FILES, precision },
  });
  worker?.terminate();
  expect(inference.alive).toEqual([]);
  return trial.outcome;
}

describe("a backend on trial", () => {
  it("may be off by rounding in every precision, and by no other answer in any", async () => {
    for (const precision of ["fp32", "fp16", "int8", "uint8", "q4", "q4f16", "bnb4"] as const) {
      expect(await outcome(precision, 0.001)).toBe("right");
      expect(await outcome(precision, 0.5)).toBe("wrong");
      expect(await outcome(precision, Number.NaN)).toBe("wrong");
    }
  });

  it("may be off by a step of the scale where weights are quantised or halved, but not in fp32", async () => {
    expect(await outcome("fp32", 0.04)).toBe("wrong");
    for (const precision of ["fp16", "int8", "q4"] as const) expect(await outcome(precision, 0.04)).toBe("right");
  });

  it("has an error of no number where labels are missing", () => {
    expect(largestError([1, 2], [1, 2, 3])).toBeNaN();
    expect(largestError([1, 2], [1, 2])).toBe(0);
  });
});
