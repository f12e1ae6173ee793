/**
 * Reads an ONNX model whose weights lie inside it: nodes, constants of float32 and int64, inputs and outputs, as
 * `onnx-model.ts` writes them. Source: onnx/onnx.proto3.
 */
import { WireType } from "@bufbuild/protobuf/wire";
import { type ReadConstant, readConstant, readPacked } from "./read-constant.ts";
import { fieldsOf } from "./wire-fields.ts";

export interface ReadNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Integers and floats alike as numbers. Of other kinds (text, tensors) none is read. */
  readonly attributes: ReadonlyMap<string, number | readonly number[]>;
}

export interface ReadInput {
  readonly name: string;
  readonly type: number;
  /** Null where the size is open. */
  readonly dims: readonly (number | null)[];
}

export interface ReadGraph {
  readonly nodes: readonly ReadNode[];
  readonly constants: ReadonlyMap<string, ReadConstant>;
  readonly inputs: readonly ReadInput[];
  readonly outputs: readonly string[];
}

/** @throws Error where the bytes are no such model: another type of constant, weights in another file, no protobuf at all. */
export function readOnnx(model: Uint8Array): ReadGraph {
  const nodes: ReadNode[] = [];
  const constants = new Map<string, ReadConstant>();
  const inputs: ReadInput[] = [];
  const outputs: string[] = [];
  for (const graph of fieldsOf(model)) {
    if (graph.no !== 7) {
      graph.reader.skip(graph.type);
      continue;
    }
    for (const { no, type, reader } of fieldsOf(graph.reader.bytes())) {
      if (no === 1) nodes.push(readNode(reader.bytes()));
      else if (no === 5) {
        const { name, constant } = readConstant(reader.bytes());
        constants.set(name, constant);
      } else if (no === 11) inputs.push(readValue(reader.bytes()));
      else if (no === 12) outputs.push(readValue(reader.bytes()).name);
      else reader.skip(type);
    }
  }
  return { nodes, constants, inputs: inputs.filter(({ name }) => !constants.has(name)), outputs };
}

function readNode(bytes: Uint8Array): ReadNode {
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes = new Map<string, number | readonly number[]>();
  let op = "";
  let domain = "";
  for (const { no, type, reader } of fieldsOf(bytes)) {
    if (no === 1) inputs.push(reader.string());
    else if (no === 2) outputs.push(reader.string());
    else if (no === 4) op = reader.string();
    else if (no === 5) {
      const { name, value } = readAttribute(reader.bytes());
      if (value !== null) attributes.set(name, value);
    } else if (no === 7) domain = reader.string();
    else reader.skip(type);
  }
  return { op: domain === "" ? op : `${domain}.${op}`, inputs, outputs, attributes };
}

function readAttribute(bytes: Uint8Array): { name: string; value: number | readonly number[] | null } {
  let name = "";
  let value: number | null = null;
  const list: number[] = [];
  for (const { no, type, reader } of fieldsOf(bytes)) {
    if (no === 1) name = reader.string();
    else if (no === 2) value = reader.float();
    else if (no === 3) value = Number(reader.int64());
    else if (no === 7 && type === WireType.Bit32) list.push(reader.float());
    else if (no === 8 && type === WireType.Varint) list.push(Number(reader.int64()));
    else if (no === 8) list.push(...readPacked(reader));
    else reader.skip(type);
  }
  return { name, value: value ?? (list.length > 0 ? list : null) };
}

function readValue(bytes: Uint8Array): ReadInput {
  let name = "";
  let kind = 0;
  const dims: (number | null)[] = [];
  for (const value of fieldsOf(bytes)) {
    if (value.no === 1) name = value.reader.string();
    else if (value.no !== 2) value.reader.skip(value.type);
    else {
      for (const tensor of messagesOf(value.reader.bytes(), 1)) {
        for (const { no, type, reader } of fieldsOf(tensor)) {
          if (no === 1) kind = reader.int32();
          else if (no === 2) dims.push(...messagesOf(reader.bytes(), 1).map(readDim));
          else reader.skip(type);
        }
      }
    }
  }
  return { name, type: kind, dims };
}

function readDim(bytes: Uint8Array): number | null {
  let size: number | null = null;
  for (const { no, type, reader } of fieldsOf(bytes)) {
    if (no === 1) size = Number(reader.int64());
    else reader.skip(type);
  }
  return size;
}

function messagesOf(bytes: Uint8Array, wanted: number): Uint8Array[] {
  const found: Uint8Array[] = [];
  for (const { no, type, reader } of fieldsOf(bytes)) {
    if (no === wanted && type === WireType.LengthDelimited) found.push(reader.bytes());
    else reader.skip(type);
  }
  return found;
}
