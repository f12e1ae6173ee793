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
}

/**
 * @param x [..., inputs]
 * @param keepWhole as floats in every precision: a head has few weights, and each counts
 * @returns [..., outputs]
 */
export function linear(b: GraphBuilder, x: Value, { name, weight, bias }: LinearWeights, keepWhole = false): Value {
  const added = bias ? b.weight(`${name}.bias`, bias, "f32") : null;
  const plus = (product: Value) => (added ? b.node("Add", [product, added]) : product);
  switch (keepWhole ? "fp32" : b.precision) {
    case "fp32":
    case "fp16":
      return plus(b.node("MatMul", [x, b.weight(`${name}.weight`, transposed(weight), keepWhole ? "f32" : undefined)]));
    case "int8":
      return plus(integerProduct(b, x, name, weight));
    case "q8":
    case "q4":
      return blockProduct(b, x, { name, weight, bias }, added);
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

function blockProduct(b: GraphBuilder, x: Value, { name, weight }: LinearWeights, bias: Value | null): Value {
  const [outputs = 1, inputs = 1] = weight.dims;
  const bits = b.precision === "q4" ? 4n : 8n;
  const [blocks, scales] = b.stored(`${name}.weight`, weight, bits === 4n ? "blocks4" : "blocks8");
  const product = b.node(
    "MatMulNBits",
    [x, blocks as Value, scales as Value],
    { K: BigInt(inputs), N: BigInt(outputs), bits, block_size: BigInt(BLOCK), accuracy_level: 4n },
    MICROSOFT,
  );
  return bias ? b.node("Add", [product, bias]) : product;
}
