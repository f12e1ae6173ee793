/**
 * Reads an ONNX model whose weights lie inside it: nodes, constants of float32 and int64, inputs and outputs, as
 * `onnx-model.ts` writes them. Source: onnx/onnx.proto3.
 */
import { WireType } from "@bufbuild/protobuf/wire";
import { type ReadConstant, readConstant, readPacked } from "./read-constant.ts";
import { type RawNode, readNode } from "./read-node.ts";
import { fieldsOf } from "./wire-fields.ts";

export interface ReadNode extends Omit<RawNode, "domain" | "attributes"> {
  /** With its domain before it where it has one: `com.microsoft.MultiHeadAttention`. */
  readonly op: string;
  /** Integers and floats alike as numbers, one or several. One of another kind (text, a tensor) is there, with none. */
  readonly attributes: ReadonlyMap<string, readonly number[]>;
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
      if (no === 1) nodes.push(withNumbers(readNode(reader.bytes())));
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

function withNumbers({ op, domain, inputs, outputs, attributes }: RawNode): ReadNode {
  return {
    op: domain === "" ? op : `${domain}.${op}`,
    inputs,
    outputs,
    attributes: new Map(attributes.map(readAttribute)),
  };
}

function readAttribute(bytes: Uint8Array): [name: string, values: readonly number[]] {
  let name = "";
  const values: number[] = [];
  for (const { no, type, reader } of fieldsOf(bytes)) {
    if (no === 1) name = reader.string();
    // Of an attribute's fields only its floats are of four bytes.
    else if (type === WireType.Bit32) values.push(reader.float());
    else if (no === 8 && type === WireType.LengthDelimited) values.push(...readPacked(reader));
    else if (no === 3 || no === 8) values.push(Number(reader.int64()));
    else reader.skip(type);
  }
  return [name, values];
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
