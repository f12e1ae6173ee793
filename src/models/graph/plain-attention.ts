/**
 * A graph with its `MultiHeadAttention` nodes written out in plain operators, for devices whose fused one is not to be trusted:
 * onnxruntime's WebGPU build takes "flash attention" for it, whose steps depend on the GPU's subgroups and are wrong on some
 * (microsoft/onnxruntime 26766 and 28520; SwiftShader is one). Works on the file, since one file is stored for all devices.
 */
import { BinaryWriter } from "@bufbuild/protobuf/wire";
import { MICROSOFT } from "./graph-builder.ts";
import { type OnnxNode, writeNode, writeTensor } from "./onnx-model.ts";
import { readNode, readNumber } from "./read-node.ts";
import { fieldsOf } from "./wire-fields.ts";
import { field, float, written } from "./write-fields.ts";

interface Fused {
  /** Queries, keys, values, the three biases one behind the other, -, what is added to the scores; "" = left out. */
  readonly inputs: readonly string[];
  readonly output: string;
  readonly heads: number;
  readonly scale: number;
}

const JOINED = "plain_attention_joined";
const divided = (heads: number) => `plain_attention_divided_${heads}`;
const scaled = (scale: number) => `plain_attention_scale_${scale}`;

/**
 * @param model an ONNX file. One that cannot be read comes back as it is: the runtime says what is wrong with it. So does a node
 *   that names no scale, or takes a mask or an earlier state.
 */
export function plainAttention(model: Uint8Array): Uint8Array<ArrayBuffer> {
  try {
    return rewrite(model, 7, (out, graph) => {
      field(out, 7, rewriteGraph(graph));
    });
  } catch {
    return new Uint8Array(model);
  }
}

function rewriteGraph(graph: Uint8Array): Uint8Array {
  const constants = new Map<string, () => Uint8Array>();
  let count = 0;
  const nodes = rewrite(graph, 1, (out, bytes) => {
    const fused = readFused(bytes);
    if (!fused) {
      field(out, 1, bytes);
      return;
    }
    const { heads, scale } = fused;
    constants.set(JOINED, () => ints(JOINED, [0, 0, -1]));
    constants.set(divided(heads), () => ints(divided(heads), [0, 0, heads, -1]));
    constants.set(scaled(scale), () => float(scaled(scale), scale));
    for (const node of plainNodes(fused, `plain_attention_${count++}`)) field(out, 1, written(writeNode, node));
  });
  const out = new BinaryWriter().raw(nodes);
  for (const make of constants.values()) field(out, 5, make());
  return out.finish();
}

/** softmax(scale · QKᵀ + added) V, over [batch, steps, hidden]; the sizes are known when it runs. */
function plainNodes({ inputs, output, heads, scale }: Fused, name: string): OnnxNode[] {
  const [query = "", key = "", value = "", bias = "", , added = ""] = inputs;
  const nodes: OnnxNode[] = [];
  const add = (op: string, from: readonly string[], attributes: OnnxNode["attributes"] = {}, to?: string): string => {
    const result = to ?? `${name}_${nodes.length}`;
    nodes.push({ op, domain: "", inputs: from, outputs: [result], attributes });
    return result;
  };
  const biases = ["query", "key", "value"].map((part) => `${name}_${part}_bias`);
  if (bias) nodes.push({ op: "Split", domain: "", inputs: [bias], outputs: biases, attributes: { axis: 0n } });
  const heard = (from: string, at: number, perm: readonly bigint[]) => {
    const whole = bias ? add("Add", [from, biases[at] ?? ""]) : from;
    return add("Transpose", [add("Reshape", [whole, divided(heads)])], { perm });
  };
  const q = heard(query, 0, [0n, 2n, 1n, 3n]);
  const k = heard(key, 1, [0n, 2n, 3n, 1n]);
  const v = heard(value, 2, [0n, 2n, 1n, 3n]);
  // Scaled before the product: queries are fewer numbers than scores.
  const alike = add("MatMul", [add("Mul", [q, scaled(scale)]), k]);
  const shares = add("Softmax", [added ? add("Add", [alike, added]) : alike], { axis: -1n });
  const context = add("Transpose", [add("MatMul", [shares, v])], { perm: [0n, 2n, 1n, 3n] });
  add("Reshape", [context, JOINED], {}, output);
  return nodes;
}

/** Null where it is another node, or one that is left as it is. */
function readFused(bytes: Uint8Array): Fused | null {
  const { inputs, outputs, op, domain, attributes } = readNode(bytes);
  const numbers = new Map(attributes.map(readNumber));
  const heads = numbers.get("num_heads");
  const scale = numbers.get("scale");
  const [output = "", ...others] = outputs;
  const unknown = [inputs[4], ...inputs.slice(6), ...others].some(Boolean);
  if (op !== "MultiHeadAttention" || domain !== MICROSOFT || !heads || !scale || unknown) return null;
  if (!inputs[1] || !inputs[2] || numbers.get("unidirectional")) return null;
  return { inputs, output, heads, scale };
}

/** The same message, its fields of one number by `write`, the others untouched. */
function rewrite(
  bytes: Uint8Array,
  wanted: number,
  write: (out: BinaryWriter, payload: Uint8Array) => void,
): Uint8Array<ArrayBuffer> {
  const out = new BinaryWriter();
  for (const { no, type, reader } of fieldsOf(bytes)) {
    if (no === wanted) write(out, reader.bytes());
    else out.tag(no, type).raw(reader.skip(type));
  }
  return out.finish();
}

function ints(name: string, values: readonly number[]): Uint8Array {
  const data = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
  return written(writeTensor, { name, type: "int64", dims: [values.length], data });
}
