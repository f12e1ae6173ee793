/** The stored forms of weights, read back by their definitions in the specifications of ONNX and onnxruntime's operators. */
import { describe, expect, it } from "vitest";
import { encode, halves } from "./encode.ts";
import { BLOCK, type Encoding, partsOf } from "./encoding.ts";

/** Uniform in -1 … 1, the same in every run. */
function noise(count: number, seed = 1): Float32Array {
  let state = seed;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

/** IEEE 754 binary16. */
function halfValue(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
}

const floats = (bytes: Uint8Array | undefined) => new Float32Array((bytes ?? new Uint8Array()).slice().buffer);

describe("halves", () => {
  it("gives back every half float", () => {
    const all = Float32Array.from({ length: 0x7c00 }, (_, bits) => halfValue(bits));
    expect([...halves(all)]).toEqual(Array.from({ length: 0x7c00 }, (_, bits) => bits));
  });

  it("takes the nearest one, and of two the even one", () => {
    for (const scale of [1e-8, 1e-6, 1e-4, 0.01, 1, 100, 60_000]) {
      const values = noise(500).map((value) => value * scale);
      for (const [index, bits] of halves(values).entries()) {
        const value = values[index] ?? Number.NaN;
        const error = Math.abs(halfValue(bits) - value);
        for (const other of [bits - 1, bits + 1]) {
          if ((other & 0x7fff) < 0x7c00 && other >= 0)
            expect(error).toBeLessThanOrEqual(Math.abs(halfValue(other) - value));
        }
      }
    }
    const between = (low: number) => (halfValue(low) + halfValue(low + 1)) / 2;
    for (const low of [0, 1, 2, 0x3ff, 0x400, 0x3c00, 0x3c01]) {
      expect(halves(Float32Array.of(between(low)))[0]).toBe(low % 2 === 0 ? low : low + 1);
    }
  });

  it("keeps what is too large at the largest, and refuses what is no number", () => {
    expect([...halves(Float32Array.of(1e6, -70_000, Number.POSITIVE_INFINITY))]).toEqual([0x7bff, 0xfbff, 0x7bff]);
    expect(() => halves(Float32Array.of(Number.NaN))).toThrow(/not a finite number/);
  });
});

describe("encode", () => {
  const [outputs, inputs] = [5, 70];
  const values = noise(outputs * inputs);

  it.each(["f32", "f16", "rows8", "blocks4", "blocks8"] satisfies Encoding[])(
    "%s has the parts that were planned",
    (encoding) => {
      const parts = partsOf(encoding, "w", [outputs, inputs]);
      expect(encode(encoding, values, [outputs, inputs]).map(({ byteLength }) => byteLength)).toEqual(
        parts.map(({ bytes }) => bytes),
      );
    },
  );

  it("rows8: a scale a row, turned", () => {
    const [bytes, scaleBytes] = encode("rows8", values, [outputs, inputs]);
    const quantized = new Int8Array((bytes ?? new Uint8Array()).slice().buffer);
    const scales = floats(scaleBytes);
    for (let row = 0; row < outputs; row++) {
      for (let column = 0; column < inputs; column++) {
        const back = (quantized[column * outputs + row] ?? 0) * (scales[row] ?? 0);
        expect(Math.abs(back - (values[row * inputs + column] ?? 9))).toBeLessThanOrEqual((scales[row] ?? 0) * 0.5001);
      }
    }
  });

  it.each([
    [4, 8],
    [8, 128],
  ] as const)("blocks%i: a scale each 32 values of a row, and zeros behind its end", (bits, zero) => {
    const encoding = bits === 4 ? "blocks4" : "blocks8";
    const [packed, scaleBytes] = encode(encoding, values, [outputs, inputs]);
    const scales = floats(scaleBytes);
    const perRow = Math.ceil(inputs / BLOCK);
    const levelAt = (at: number) => {
      if (bits === 8) return packed?.[at] ?? 0;
      const byte = packed?.[at >> 1] ?? 0;
      return at % 2 === 0 ? byte & 15 : byte >> 4;
    };
    for (let row = 0; row < outputs; row++) {
      for (let column = 0; column < perRow * BLOCK; column++) {
        const at = row * perRow * BLOCK + column;
        const scale = scales[Math.floor(at / BLOCK)] ?? 0;
        const back = (levelAt(at) - zero) * scale;
        const wanted = column < inputs ? (values[row * inputs + column] ?? 9) : 0;
        // The end that has no level of its own is one step away: 7 of 8, 127 of 127.
        expect(Math.abs(back - wanted)).toBeLessThanOrEqual(Math.abs(scale) * (bits === 4 ? 1.001 : 0.501));
      }
    }
  });

  it("zeros stay zeros, and what is no finite number is refused", () => {
    const zeros = new Float32Array(64);
    for (const encoding of ["rows8", "blocks4", "blocks8"] as const) {
      expect(floats(encode(encoding, zeros, [2, 32])[1]).every((scale) => scale === 0)).toBe(true);
      for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
        const spoilt = zeros.with(40, bad);
        expect(() => encode(encoding, spoilt, [2, 32])).toThrow(/not a finite number/);
      }
    }
  });
});
