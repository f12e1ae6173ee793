/** Rows of position embeddings, against `build_relative_position` and its clamp (modeling_sew_d.py, transformers 5.23). */
import { expect, it } from "vitest";
import { rowsOf } from "./disentangled-attention.ts";

/** The rows of the distances that are asked for. */
function rows(count: number, farthest: number, away: 1 | -1, asked: readonly number[]): number[] {
  const all = rowsOf({ count, farthest }, away);
  const most = (all.length - 1) / 2;
  return asked.map((distance) => all[Math.min(most, Math.max(-most, distance)) + most] ?? Number.NaN);
}

it("counts near distances singly and far ones in buckets", () => {
  expect(rows(256, 512, 1, [0, 1, -1, 128, 129, 300, 511, 512, 9_999, -300, -511, -512, -9_999])).toEqual([
    256, 257, 255, 384, 385, 463, 511, 511, 511, 49, 1, 0, 0,
  ]);
});

it("counts each distance where there are no buckets", () => {
  expect(rows(-1, 9, 1, [0, 3, -3, 8, 9, 50, -9, -50])).toEqual([9, 12, 6, 17, 17, 17, 0, 0]);
});

it("turns the sign for whoever looks from the key", () => {
  expect(rows(-1, 9, -1, [0, 3, -3, 50])).toEqual([9, 6, 12, 0]);
});

it("refuses buckets whose logarithm has no width", () => {
  const refused = expect.objectContaining({ code: "model-config-invalid" });
  expect(() => rowsOf({ count: 8, farthest: 5 }, 1)).toThrow(refused);
});
