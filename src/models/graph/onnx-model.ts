/**
 * Writes an ONNX model: the few messages of `onnx.proto` that a graph for inference needs, by their field numbers. Knows
 * nothing of what the nodes mean. Source: onnx/onnx.proto3, IR version 8.
 */
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";

/** `TensorProto.DataType`. */
export const ONNX_TYPES = { float32: 1, uint8: 2, int8: 3, int32: 6, int64: 7, bool: 9, float16: 10 } as const;
export type OnnxType = keyof typeof ONNX_TYPES;

export type Attribute = number | bigint | string | readonly number[] | readonly bigint[];
/** Integers are bigint, floats number: ONNX tells them apart. */
export type Attributes = Readonly<Record<string, Attribute>>;

export interface OnnxNode {
  readonly op: string;
  readonly domain: string;
  /** An empty name = an optional input that is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Attributes;
}

export interface OnnxInitializer {
  readonly name: string;
  readonly type: OnnxType;
  readonly dims: readonly number[];
  /** Little-endian, inside the model; or where they lie in a file beside it. */
  readonly data: Uint8Array | { readonly file: string; readonly offset: number; readonly bytes: number };
}

/** A name stands for a size that is open. */
export interface OnnxValue {
  readonly name: string;
  readonly type: OnnxType;
  readonly dims: readonly (number | string)[];
}

export interface OnnxModel {
  readonly producer: string;
  readonly opsets: Readonly<Record<string, number>>;
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly initializers: readonly OnnxInitializer[];
  readonly nodes: readonly OnnxNode[];
}

const IR_VERSION = 8;
const EXTERNAL = 1;
/** `AttributeProto.AttributeType`. */
const KIND = { float: 1, int: 2, string: 3, floats: 6, ints: 7 } as const;

export function writeOnnx(model: OnnxModel): Uint8Array<ArrayBuffer> {
  const out = new BinaryWriter();
  out.tag(1, WireType.Varint).int64(IR_VERSION);
  text(out, 2, model.producer);
  message(out, 7, (graph) => writeGraph(graph, model));
  for (const [domain, version] of Object.entries(model.opsets)) {
    message(out, 8, (opset) => {
      text(opset, 1, domain);
      opset.tag(2, WireType.Varint).int64(version);
    });
  }
  return out.finish();
}

function writeGraph(out: BinaryWriter, { nodes, initializers, inputs, outputs }: OnnxModel): void {
  for (const node of nodes) message(out, 1, (inner) => writeNode(inner, node));
  text(out, 2, "earshot");
  for (const initializer of initializers) message(out, 5, (inner) => writeTensor(inner, initializer));
  for (const value of inputs) message(out, 11, (inner) => writeValue(inner, value));
  for (const value of outputs) message(out, 12, (inner) => writeValue(inner, value));
}

export function writeNode(out: BinaryWriter, { inputs, outputs, op, domain, attributes }: OnnxNode): void {
  for (const name of inputs) text(out, 1, name);
  for (const name of outputs) text(out, 2, name);
  text(out, 3, outputs[0] ?? op);
  text(out, 4, op);
  for (const [name, value] of Object.entries(attributes)) {
    message(out, 5, (inner) => writeAttribute(inner, name, value));
  }
  if (domain !== "") text(out, 7, domain);
}

function writeAttribute(out: BinaryWriter, name: string, value: Attribute): void {
  text(out, 1, name);
  const kind = kindOf(value);
  if (typeof value === "number") out.tag(2, WireType.Bit32).float(value);
  else if (typeof value === "bigint") out.tag(3, WireType.Varint).int64(value);
  else if (typeof value === "string") text(out, 4, value);
  else {
    for (const one of value) {
      if (typeof one === "number") out.tag(7, WireType.Bit32).float(one);
      else out.tag(8, WireType.Varint).int64(one);
    }
  }
  out.tag(20, WireType.Varint).int32(kind);
}

function kindOf(value: Attribute): number {
  if (typeof value === "number") return KIND.float;
  if (typeof value === "bigint") return KIND.int;
  if (typeof value === "string") return KIND.string;
  return typeof value[0] === "number" ? KIND.floats : KIND.ints;
}

export function writeTensor(out: BinaryWriter, { name, type, dims, data }: OnnxInitializer): void {
  for (const size of dims) out.tag(1, WireType.Varint).int64(size);
  out.tag(2, WireType.Varint).int32(ONNX_TYPES[type]);
  text(out, 8, name);
  if (data instanceof Uint8Array) {
    out.tag(9, WireType.LengthDelimited).bytes(data);
    return;
  }
  const entries = { location: data.file, offset: String(data.offset), length: String(data.bytes) };
  for (const [key, value] of Object.entries(entries)) {
    message(out, 13, (entry) => {
      text(entry, 1, key);
      text(entry, 2, value);
    });
  }
  out.tag(14, WireType.Varint).int32(EXTERNAL);
}

function writeValue(out: BinaryWriter, { name, type, dims }: OnnxValue): void {
  text(out, 1, name);
  message(out, 2, (kind) =>
    message(kind, 1, (tensor) => {
      tensor.tag(1, WireType.Varint).int32(ONNX_TYPES[type]);
      message(tensor, 2, (shape) => {
        for (const size of dims) {
          message(shape, 1, (dim) => {
            if (typeof size === "number") dim.tag(1, WireType.Varint).int64(size);
            else text(dim, 2, size);
          });
        }
      });
    }),
  );
}

function text(out: BinaryWriter, field: number, value: string): void {
  out.tag(field, WireType.LengthDelimited).string(value);
}

function message(out: BinaryWriter, field: number, write: (inner: BinaryWriter) => void): void {
  out.tag(field, WireType.LengthDelimited).fork();
  write(out);
  out.join();
}
