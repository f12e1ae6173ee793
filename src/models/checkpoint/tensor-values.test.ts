import { describe, expect, it } from "vitest";
import type { TensorPlace, TensorType } from "./checkpoint.ts";
import { tensorValues } from "./tensor-values.ts";

function place(type: TensorType, dims: number[], bytes: number, strides: number[] | null = null): TensorPlace {
  return { name: "w", type, dims, file: "f", offset: 0, bytes, strides };
}
const bytesOf = (values: ArrayBufferView<ArrayBuffer>) => new Uint8Array(values.buffer);
/** The same bytes, one further than any alignment. */
function shifted(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const moved = new Uint8Array(bytes.length + 1);
  moved.set(bytes, 1);
  return moved.subarray(1);
}

/** The definition of IEEE 754 binary16, as arithmetic. */
function halfByDefinition(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 31;
  const fraction = half & 1023;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
}

describe("tensorValues", () => {
  it("knows every finite half", () => {
    const halves = Uint16Array.from({ length: 0x10000 }, (_, half) => half).filter((half) => ((half >> 10) & 31) < 31);
    const values = tensorValues(place("F16", [halves.length], halves.byteLength), bytesOf(halves));
    expect([...values]).toEqual([...halves].map(halfByDefinition));
  });

  it("takes the upper halves of float32 for BF16, and rounds F64", () => {
    const brain = Uint16Array.of(0x3f80, 0xc020, 0x0001, 0x8000);
    expect([...tensorValues(place("BF16", [4], 8), bytesOf(brain))]).toEqual([1, -2.5, 2 ** -133, -0]);
    const double = Float64Array.of(0.1, -1e30, 1 / 3);
    expect([...tensorValues(place("F64", [3], 24), bytesOf(double))]).toEqual([0.1, -1e30, 1 / 3].map(Math.fround));
  });

  it("does not copy float32 that lies well, and reads what does not", () => {
    const values = Float32Array.of(1, 2, 3);
    const bytes = bytesOf(values);
    expect(tensorValues(place("F32", [3], 12), bytes).buffer).toBe(values.buffer);
    expect([...tensorValues(place("F32", [3], 12), shifted(bytes))]).toEqual([1, 2, 3]);
    const brain = shifted(bytesOf(Uint16Array.of(0x3f80)));
    expect([...tensorValues(place("BF16", [], 2), brain)]).toEqual([1]);
  });

  it.each([
    ["turned", [3, 2], [1, 3], [0, 3, 1, 4, 2, 5]],
    ["repeated", [2, 3], [0, 1], [0, 1, 2, 0, 1, 2]],
    ["three axes", [2, 1, 3], [1, 9, 2], [0, 2, 4, 1, 3, 5]],
    ["with gaps", [2, 2], [4, 1], [0, 1, 4, 5]],
    ["a column", [3], [2], [0, 2, 4]],
  ])("follows strides: %s", (_, dims, strides, expected) => {
    const last = dims.reduce((sum, size, at) => sum + (size - 1) * (strides[at] ?? 0), 0);
    const storage = Float32Array.from({ length: last + 1 }, (_, at) => at);
    const values = tensorValues(place("F32", dims, storage.byteLength, strides), bytesOf(storage));
    expect([...values]).toEqual(expected);
  });

  it.each([
    ["NaN", Float32Array.of(0, Number.NaN), "F32"],
    ["infinity", Float32Array.of(0, -Infinity), "F32"],
    ["a half's NaN", Uint16Array.of(0x7e00), "F16"],
    ["a half's infinity", Uint16Array.of(0xfc00), "F16"],
    ["a BF16 NaN", Uint16Array.of(0x7fc0), "BF16"],
    ["more than float32 holds", Float64Array.of(1e39), "F64"],
  ] as const)("refuses %s", (_, values, type) => {
    const bytes = bytesOf(values);
    expect(() => tensorValues(place(type, [values.length], bytes.length), bytes)).toThrow(
      expect.objectContaining({ code: "model-corrupt", details: expect.objectContaining({ reason: "not-finite" }) }),
    );
  });

  it("takes no other number of bytes than the place says", () => {
    expect(() => tensorValues(place("F32", [1], 4), new Uint8Array(8))).toThrow(RangeError);
  });
});
