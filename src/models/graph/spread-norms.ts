/**
 * A graph with its `InstanceNormalization` nodes written out in operators that run on all threads: onnxruntime computes that one on
 * a single thread, at a tenth of the memory's speed. wav2vec2's first layer has it, over 8 million numbers: 150 ms of a window
 * of 5 s. Works on the file, whose weights are not touched.
 */
import { BinaryReader, type BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { type OnnxNode, writeNode } from "./onnx-model.ts";
import { type RawNode, readNode, readNumber } from "./read-node.ts";
import { field, float, written } from "./write-fields.ts";

/** Exporters write a graph's nodes before its weights. */
const HEAD_BYTES = 1 << 23;
const NODE = 1;
const INITIALIZER = 5;
const GRAPH = 7;
/** What ONNX takes where a node names none. */
const DEFAULT_EPSILON = 1e-5;

interface Norm {
  /** Bytes of the file, with the field's tag. */
  readonly start: number;
  readonly end: number;
  readonly node: RawNode;
}

interface GraphPlace {
  /** Bytes of the file: the graph's tag, its content. */
  readonly tagAt: number;
  readonly at: number;
  readonly size: number;
  readonly norms: readonly Norm[];
}

/**
 * @param model an ONNX file that computes in float32
 * @returns the file itself where there is no such node, or where it cannot be read: the runtime says what is wrong with it
 */
export async function spreadNorms(model: Blob): Promise<Blob> {
  const head = new Uint8Array(await model.slice(0, HEAD_BYTES).arrayBuffer());
  const graph = placeOfGraph(head);
  if (!graph || graph.norms.length === 0) return model;
  const parts: BlobPart[] = [];
  let size = graph.size;
  let at = graph.at;
  for (const { start, end, node } of graph.norms) {
    const nodes = new Uint8Array(written(writeSpread, node));
    parts.push(model.slice(at, start), nodes);
    size += nodes.length - (end - start);
    at = end;
  }
  const tag = new Uint8Array(
    written((out: BinaryWriter) => out.tag(GRAPH, WireType.LengthDelimited).uint32(size), null),
  );
  return new Blob([model.slice(0, graph.tagAt), tag, ...parts, model.slice(at)]);
}

/** Null where there is none in these bytes. */
function placeOfGraph(head: Uint8Array): GraphPlace | null {
  const reader = new BinaryReader(head);
  try {
    while (reader.pos < reader.len) {
      const tagAt = reader.pos;
      const [no, type] = reader.tag();
      if (no === GRAPH) {
        const size = reader.uint32();
        const at = reader.pos;
        return { tagAt, at, size, norms: normsIn(reader, at + size) };
      }
      reader.skip(type);
    }
  } catch {
    // Cut off, or no protobuf.
  }
  return null;
}

function normsIn(reader: BinaryReader, graphEnd: number): Norm[] {
  const norms: Norm[] = [];
  while (reader.pos < Math.min(reader.len, graphEnd)) {
    const start = reader.pos;
    const [no, type] = reader.tag();
    if (no === INITIALIZER) break;
    if (no === NODE) {
      const node = readNode(reader.bytes());
      if (node.op === "InstanceNormalization" && node.domain === "") norms.push({ start, end: reader.pos, node });
    } else reader.skip(type);
  }
  return norms;
}

/** (x - mean) · scale / √(variance + ε) + bias; mean and variance of each channel of each sound, whatever the dimensions are. */
function writeSpread(out: BinaryWriter, { inputs, outputs, attributes }: RawNode): void {
  const [x = "", scale = "", bias = ""] = inputs;
  const [y = ""] = outputs;
  const epsilon = new Map(attributes.map(readNumber)).get("epsilon") ?? DEFAULT_EPSILON;
  let count = 0;
  const add = (op: string, from: readonly string[], attributes: OnnxNode["attributes"] = {}, to?: string): string => {
    const result = to ?? `${y}_spread_${count++}`;
    field(out, NODE, written(writeNode, { op, domain: "", inputs: from, outputs: [result], attributes }));
    return result;
  };
  const epsilonName = `${y}_spread_epsilon`;
  field(out, INITIALIZER, float(epsilonName, epsilon));
  const mean = add("GlobalAveragePool", [x]);
  const centred = add("Sub", [x, mean]);
  const variance = add("GlobalAveragePool", [add("Mul", [centred, centred])]);
  const deviation = add("Sqrt", [add("Add", [variance, epsilonName])]);
  // [sounds, channels], then with as many dimensions as x again.
  const factor = add("Div", [scale, add("Flatten", [deviation], { axis: 1n })]);
  const shift = add("Add", [add("Sub", [factor, factor]), bias]);
  const shape = add("Shape", [mean]);
  const scaled = add("Mul", [centred, add("Reshape", [factor, shape])]);
  add("Add", [scaled, add("Reshape", [shift, shape])], {}, y);
}
