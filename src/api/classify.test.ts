import { describe, expect, it } from "vitest";
import { classify, type RunningModel } from "./classify.ts";
import { rank } from "./rank.ts";

const LABELS = ["a", "b", "c"];

/** Says of every clip how long it was (label a) and what its first sample was (label b). */
function model(windowIsFixed = false): RunningModel & { readonly lengths: number[] } {
  const lengths: number[] = [];
  const info = { labels: LABELS, sampleRateHz: 100, windowSamples: 200, windowIsFixed, activation: "none" } as const;
  return {
    lengths,
    info,
    async run(samples) {
      lengths.push(samples.length);
      return { logits: Float32Array.of(samples.length, samples[0] ?? 0, -1) };
    },
  };
}

describe("rank", () => {
  const logits = Float32Array.of(0, 2, 1);

  it("gives five at most, best first, by the model's own function", () => {
    const many = rank(
      Float32Array.from({ length: 9 }, (_, n) => n),
      "abcdefghi".split(""),
      "none",
      {},
    );
    expect(many.map(({ label }) => label)).toEqual(["i", "h", "g", "f", "e"]);
    expect(rank(logits, LABELS, "softmax", {}).reduce((sum, { score }) => sum + score, 0)).toBeCloseTo(1, 6);
  });

  it.each([
    [0, 0],
    [1, 1],
    [3, 3],
    [1e9, 3],
    [null, 3],
  ])("top_k %s gives %i", (top_k, count) => {
    expect(rank(logits, LABELS, "none", { top_k })).toHaveLength(count);
  });

  it.each([
    ["none", 2],
    ["sigmoid", 1 / (1 + Math.exp(-2))],
    ["softmax", Math.exp(2) / (1 + Math.exp(1) + Math.exp(2))],
  ] as const)("%s", (function_to_apply, score) => {
    const [best] = rank(logits, LABELS, "none", { function_to_apply });
    expect(best?.label).toBe("b");
    expect(best?.score).toBeCloseTo(score, 6);
  });
});

describe("classify", () => {
  it("gives the whole clip to the model, and says how much of it a fixed window hears", async () => {
    const free = model();
    expect(await classify(free, new Float32Array(500), {})).toMatchObject({ secondsGiven: 5, secondsHeard: 5 });
    expect(free.lengths).toEqual([500]);
    expect(await classify(model(true), new Float32Array(500), {})).toMatchObject({ secondsGiven: 5, secondsHeard: 2 });
    expect(await classify(model(true), new Float32Array(50), {})).toMatchObject({ secondsHeard: 0.5 });
  });

  it("hears all of it in windows, each by its loudness", async () => {
    const free = model();
    const samples = new Float32Array(400);
    samples.fill(4, 200);
    const { output, secondsHeard } = await classify(free, samples, { window_s: 1, top_k: null });
    expect(free.lengths).toEqual([100, 100, 100, 100, 100, 100, 100]);
    expect(secondsHeard).toBe(4);
    // Windows from 1.5 s on hold sound; the first of them begins in silence and weighs less.
    const weight = Math.sqrt(0.5);
    expect(output.find(({ label }) => label === "b")?.score).toBeCloseTo((4 * 3) / (3 + weight), 4);
    const fixed = model(true);
    await classify(fixed, samples, { window_s: 60 });
    expect(fixed.lengths[0]).toBe(200);
  });

  it("refuses a clip of nothing, and one that would fill the memory", async () => {
    await expect(classify(model(), new Float32Array(0), {})).rejects.toMatchObject({ status: 400 });
    await expect(classify(model(), new Float32Array(12_001), {})).rejects.toMatchObject({ status: 413 });
    await expect(classify(model(true), new Float32Array(12_001), {})).resolves.toMatchObject({ secondsHeard: 2 });
  });
});
