import { describe, expect, it } from "vitest";
import { orderOffers, roomForWeights } from "./order-offers.ts";
import type { Precision, PrecisionOffer } from "./precision.ts";
import type { MachineFacts } from "./preflight.ts";

const WASM: MachineFacts = { freeBytes: null, memoryGB: 8, webgpu: false };
const WEBGPU: MachineFacts = { ...WASM, webgpu: true };

/** Sizes in MB by precision. */
function order(sizesMB: Partial<Record<Precision, number>>, machine: MachineFacts) {
  const offers = Object.entries(sizesMB).map(
    ([precision, megabytes]) => ({ precision, files: [], totalBytes: megabytes * 1e6 }) as unknown as PrecisionOffer,
  );
  const { offers: ordered, tooLarge } = orderOffers(offers, machine);
  return [ordered.map(({ precision }) => precision).join(" "), tooLarge.join(" ")];
}

const SMALL = { q4: 5, int8: 6, fp32: 20, fp16: 10 };
const BASE = { fp32: 379, fp16: 190, int8: 96, q4: 90, q4f16: 66, bnb4: 85 };
const WHISPER = { fp32: 2549, fp16: 1275, int8: 640, q4: 423 };

describe("orderOffers", () => {
  it.each([
    ["a small model, WASM", SMALL, WASM, "fp32 fp16 int8 q4", ""],
    ["a small model, WebGPU", SMALL, WEBGPU, "fp32 fp16 int8 q4", ""],
    ["wav2vec2-base, WASM", BASE, WASM, "int8 fp32 fp16 q4 bnb4 q4f16", ""],
    ["wav2vec2-base, WebGPU", BASE, WEBGPU, "fp16 fp32 int8 q4f16 q4 bnb4", ""],
    ["Whisper large, 8 GB", WHISPER, WASM, "int8 fp16 q4 fp32", "fp32"],
    ["Whisper large, 2 GB: only 4-bit fits", WHISPER, { ...WASM, memoryGB: 2 }, "q4 int8 fp32 fp16", "int8 fp32 fp16"],
    ["Whisper large, memory unknown: a full heap", WHISPER, { ...WEBGPU, memoryGB: null }, "fp16 int8 q4 fp32", "fp32"],
    ["full precision of mms-lid alone", { fp32: 3861 }, WEBGPU, "fp32", "fp32"],
    ["a large model in int8 and 4 bits alone", { q4: 200, int8: 300 }, WASM, "int8 q4", ""],
    ["nothing", {}, WASM, "", ""],
  ])("%s", (_, sizes, machine, ordered, tooLarge) => {
    expect(order(sizes, machine)).toEqual([ordered, tooLarge]);
  });

  it("asks for memory in the proportion that was measured: 423 MB of weights took 0.93 GB", () => {
    expect(roomForWeights({ ...WASM, memoryGB: 2 })).toBeGreaterThan(423e6);
    expect(roomForWeights({ ...WASM, memoryGB: 1 })).toBeLessThan(423e6);
    expect(roomForWeights({ ...WASM, memoryGB: 64 })).toBe(roomForWeights({ ...WASM, memoryGB: null }));
  });
});
