/**
 * A linear layer in the precision of the graph. The checkpoint keeps its weight as [outputs, inputs]; what is stored is turned
 * for the operator that computes with it.
 */
import { BLOCK } from "./encoding.ts";
import { type GraphBuilder, MICROSOFT, type Value } from "./graph-builder.ts";
import { type Recipe, transposed } from "./recipe.ts";

export interface LinearWeights {
  /** Of its initializers. */
  readonly name: string;
  /** [outputs, inputs] */
  readonly weight: Recipe;
  /** [outputs] */
  readonly bias: Recipe | null;
  /** Its rounding counts more than others': twice the bits where weights are quantised. Absent: no. */
  readonly fine?: boolean;
}

/**
 * @param x [..., inputs]
 * @param keepWhole as floats in every precision: a head has few weights, and each counts
 * @returns [..., outputs]
 */
export function linear(b: GraphBuilder, x: Value, layer: LinearWeights, keepWhole = false): Value {
  const { name, weight, bias, fine = false } = layer;
  const added = bias ? b.weight(`${name}.bias`, bias, "f32") : null;
  const plus = (product: Value) => (added ? b.node("Add", [product, added]) : product);
  switch (keepWhole ? "fp32" : b.precision) {
    case "fp32":
    case "fp16":
      return plus(b.node("MatMul", [x, b.weight(`${name}.weight`, transposed(weight), keepWhole ? "f32" : undefined)]));
    case "int8":
      return plus(fine ? fineProduct(b, x, name, weight) : integerProduct(b, x, name, weight));
    case "q8":
      return plus(fine ? fineProduct(b, x, name, weight) : blockProduct(b, x, name, weight, 8));
    case "q4":
      return plus(blockProduct(b, x, name, weight, fine ? 8 : 4));
    default:
      throw new TypeError("unknown precision");
  }
}

/** Both sides quantised, the input as it comes. onnxruntime makes one operator of these five. */
function integerProduct(b: GraphBuilder, x: Value, name: string, weight: Recipe): Value {
  const [quantized, scale] = b.stored(`${name}.weight`, weight, "rows8");
  const parts = (at: number) =>
    b.once(`quantised ${x.name} ${at}`, () => {
      const made = b.nodes("DynamicQuantizeLinear", [x], 3);
      for (const [index, value] of made.entries()) b.once(`quantised ${x.name} ${index}`, () => value);
      return made[at] as Value;
    });
  const product = b.node("MatMulInteger", [parts(0), quantized as Value, parts(2)]);
  const scales = b.node("Mul", [parts(1), scale as Value]);
  return b.node("Mul", [b.node("Cast", [product], { to: 1n }), scales]);
}

function blockProduct(b: GraphBuilder, x: Value, name: string, weight: Recipe, bits: 4 | 8): Value {
  const [blocks, scales] = b.stored(`${name}.weight`, weight, bits === 4 ? "blocks4" : "blocks8");
  return timesBlocks(b, x, weight.dims, bits, blocks as Value, scales as Value);
}

function fineProduct(b: GraphBuilder, x: Value, name: string, weight: Recipe): Value {
  const [blocks, scales, rest, restScales] = b.stored(`${name}.weight`, weight, "blocks8-twice") as [
    Value,
    Value,
    Value,
    Value,
  ];
  const most = timesBlocks(b, x, weight.dims, 8, blocks, scales);
  return b.node("Add", [most, timesBlocks(b, x, weight.dims, 8, rest, restScales)]);
}

function timesBlocks(
  b: GraphBuilder,
  x: Value,
  dims: Recipe["dims"],
  bits: 4 | 8,
  blocks: Value,
  scales: Value,
): Value {
  const [outputs = 1, inputs = 1] = dims;
  const sizes = { K: BigInt(inputs), N: BigInt(outputs), bits: BigInt(bits), block_size: BigInt(BLOCK) };
  return b.node("MatMulNBits", [x, blocks, scales], { ...sizes, accuracy_level: 4n }, MICROSOFT);
}
