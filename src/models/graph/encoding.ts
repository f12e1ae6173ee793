/**
 * The forms in which a weight is stored: whole, narrowed, or quantised; which initializers each form takes, and how large they
 * are. Known before a value is read, so that sizes can be shown and places in the weights file given out. The values are made in
 * `encode.ts`.
 */
import { elementsOf } from "../checkpoint/checkpoint.ts";
import type { OnnxType } from "./onnx-model.ts";

/**
 * `rows8`: int8, a scale for each row. `blocks4`, `blocks8`: a scale for each `BLOCK` values of a row (`MatMulNBits`).
 * `blocks8-twice`: what the first 8 bits leave, in 8 bits more.
 */
export type Encoding = "f32" | "f16" | "rows8" | "blocks4" | "blocks8" | "blocks8-twice";

/** Values that share a scale. Source: what the Hub's exporters choose. */
export const BLOCK = 32;

export interface InitializerPart {
  readonly name: string;
  readonly type: OnnxType;
  readonly dims: readonly number[];
  readonly bytes: number;
}

const BYTES: Partial<Record<OnnxType, number>> = { float32: 4, float16: 2, int8: 1, uint8: 1 };

/** @param dims of the weight; of quantised ones [outputs, inputs], as a checkpoint keeps a linear layer's */
export function partsOf(encoding: Encoding, name: string, dims: readonly number[]): InitializerPart[] {
  const [outputs = 1, inputs = 1] = dims;
  const blocks = Math.ceil(inputs / BLOCK);
  const part = (type: OnnxType, partName: string, partDims: readonly number[]): InitializerPart => ({
    name: partName,
    type,
    dims: partDims,
    bytes: elementsOf(partDims) * (BYTES[type] ?? 0),
  });
  switch (encoding) {
    case "f32":
      return [part("float32", name, dims)];
    case "f16":
      return [part("float16", name, dims)];
    case "rows8":
      // Turned: `MatMulInteger` wants [inputs, outputs].
      return [part("int8", `${name}_quantized`, [inputs, outputs]), part("float32", `${name}_scale`, [outputs])];
    case "blocks4":
    case "blocks8": {
      const blob = encoding === "blocks4" ? BLOCK / 2 : BLOCK;
      return [
        part("uint8", `${name}_blocks`, [outputs, blocks, blob]),
        part("float32", `${name}_scales`, [outputs * blocks]),
      ];
    }
    case "blocks8-twice":
      return [...partsOf("blocks8", name, dims), ...partsOf("blocks8", `${name}_rest`, dims)];
    default:
      throw new TypeError(`unknown encoding ${encoding satisfies never}`);
  }
}
