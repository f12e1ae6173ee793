/** Reads a node of an ONNX model (`NodeProto`), its attributes left as they are. Source: onnx/onnx.proto3. */
import { fieldsOf } from "./wire-fields.ts";

export interface RawNode {
  readonly op: string;
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Each an `AttributeProto`: whoever wants numbers of them knows which kinds. */
  readonly attributes: readonly Uint8Array[];
}

export function readNode(bytes: Uint8Array): RawNode {
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes: Uint8Array[] = [];
  let op = "";
  let domain = "";
  for (const { no, type, reader } of fieldsOf(bytes)) {
    if (no === 1) inputs.push(reader.string());
    else if (no === 2) outputs.push(reader.string());
    else if (no === 4) op = reader.string();
    else if (no === 5) attributes.push(reader.bytes());
    else if (no === 7) domain = reader.string();
    else reader.skip(type);
  }
  return { inputs, outputs, op, domain, attributes };
}

/** Of an attribute that is one number; null where it is none. */
export function readNumber(attribute: Uint8Array): [name: string, value: number | null] {
  let name = "";
  let value: number | null = null;
  for (const { no, type, reader } of fieldsOf(attribute)) {
    if (no === 1) name = reader.string();
    else if (no === 2) value = reader.float();
    else if (no === 3) value = Number(reader.int64());
    else reader.skip(type);
  }
  return [name, value];
}
