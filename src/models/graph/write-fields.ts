/** Parts of an ONNX file that are put into another one. */
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { writeTensor } from "./onnx-model.ts";

export function field(out: BinaryWriter, no: number, payload: Uint8Array): void {
  out.tag(no, WireType.LengthDelimited).bytes(payload);
}

export function written<T>(write: (out: BinaryWriter, value: T) => void, value: T): Uint8Array {
  const out = new BinaryWriter();
  write(out, value);
  return out.finish();
}

/** An initializer of one number. */
export function float(name: string, value: number): Uint8Array {
  const data = new Uint8Array(Float32Array.of(value).buffer);
  return written(writeTensor, { name, type: "float32", dims: [], data });
}
