/** Reads a constant of an ONNX model (`TensorProto`): float32 or int64, its bytes inside. Source: onnx/onnx.proto3. */
import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import { ONNX_TYPES } from "./onnx-model.ts";
import { fieldsOf } from "./wire-fields.ts";

export interface ReadConstant {
  readonly dims: readonly number[];
  readonly values: Float32Array | readonly number[];
}

/** @throws Error where it is of another type, or lies in another file. */
export function readConstant(bytes: Uint8Array): { name: string; constant: ReadConstant } {
  const dims: number[] = [];
  let name = "";
  let kind = 0;
  let raw: Uint8Array | null = null;
  for (const { no, type, reader } of fieldsOf(bytes)) {
    if (no === 1 && type === WireType.Varint) dims.push(Number(reader.int64()));
    else if (no === 1) dims.push(...readPacked(reader));
    else if (no === 2) kind = reader.int32();
    else if (no === 8) name = reader.string();
    else if (no === 9) raw = reader.bytes();
    else reader.skip(type);
  }
  // A copy begins at an address that is a multiple of its values' size.
  const { buffer } = new Uint8Array(raw ?? []);
  const values =
    kind === ONNX_TYPES.float32
      ? new Float32Array(buffer)
      : kind === ONNX_TYPES.int64
        ? Array.from(new BigInt64Array(buffer), Number)
        : null;
  if (!values || values.length !== dims.reduce((product, size) => product * size, 1)) {
    throw new Error(`constant ${name} of type ${kind} is not read here`);
  }
  return { name, constant: { dims, values } };
}

/** Integers one after the other in one field. */
export function readPacked(field: BinaryReader): number[] {
  const reader = new BinaryReader(field.bytes());
  const values: number[] = [];
  while (reader.pos < reader.len) values.push(Number(reader.int64()));
  return values;
}
