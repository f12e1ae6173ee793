/**
 * Builds one graph over a checkpoint's tensors. Gives out values, notes nodes, constants and weights; knows no architecture
 * (`architectures/`) and reads no values of tensors. What comes out (`plan`) says which weights to make of which tensors and
 * where they will lie; `onnxOf` writes it.
 */
import type { Checkpoint } from "../checkpoint/checkpoint.ts";
import { type Encoding, type InitializerPart, partsOf } from "./encoding.ts";
import type { Attributes, OnnxInitializer, OnnxNode, OnnxType, OnnxValue } from "./onnx-model.ts";
import { type Recipe, tensor } from "./recipe.ts";
import { type Fit, TensorBook } from "./tensor-book.ts";

/** Of the weights: how linear layers are stored, and computed. */
export type WeightPrecision = "fp32" | "fp16" | "int8" | "q8" | "q4";

/** A tensor that flows through the graph. */
export interface Value {
  readonly name: string;
}

/** A weight to be made: `recipe` → values → `parts` (`encode.ts`). */
export interface WeightPlan {
  readonly recipe: Recipe;
  readonly encoding: Encoding;
  readonly parts: readonly InitializerPart[];
}

export interface GraphPlan {
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly nodes: readonly OnnxNode[];
  /** Small, inside the graph. */
  readonly constants: readonly OnnxInitializer[];
  /** In the order in which they were first used. */
  readonly weights: readonly WeightPlan[];
  readonly fit: Fit;
}

/** Operators of onnxruntime's own, which the exporters' graphs use as well once they are optimised. */
export const MICROSOFT = "com.microsoft";

export class GraphBuilder {
  readonly book: TensorBook;
  readonly precision: WeightPrecision;
  readonly #inputs: OnnxValue[] = [];
  readonly #outputs: OnnxValue[] = [];
  readonly #nodes: OnnxNode[] = [];
  readonly #constants = new Map<string, OnnxInitializer>();
  readonly #weights = new Map<string, WeightPlan>();
  /** What is worth computing once: by what it is. */
  readonly #once = new Map<string, Value>();
  #count = 0;

  constructor(checkpoint: Checkpoint, precision: WeightPrecision) {
    this.book = new TensorBook(checkpoint);
    this.precision = precision;
  }

  input(name: string, type: OnnxType, dims: readonly (number | string)[]): Value {
    this.#inputs.push({ name, type, dims });
    return { name };
  }

  output(name: string, value: Value, dims: readonly (number | string)[]): void {
    this.#nodes.push({ op: "Identity", domain: "", inputs: [value.name], outputs: [name], attributes: {} });
    this.#outputs.push({ name, type: "float32", dims });
  }

  /** @param inputs null = an optional one that is left out */
  node(op: string, inputs: readonly (Value | null)[], attributes: Attributes = {}, domain = ""): Value {
    const [value] = this.nodes(op, inputs, 1, attributes, domain);
    return value as Value;
  }

  nodes(
    op: string,
    inputs: readonly (Value | null)[],
    outputs: number,
    attributes: Attributes = {},
    domain = "",
  ): Value[] {
    const values = Array.from({ length: outputs }, () => ({ name: `${op}_${this.#count++}` }));
    this.#nodes.push({
      op,
      domain,
      inputs: inputs.map((input) => input?.name ?? ""),
      outputs: values.map(({ name }) => name),
      attributes,
    });
    return values;
  }

  /** `make` runs at the first call with this key; later ones get its value. */
  once(key: string, make: () => Value): Value {
    const value = this.#once.get(key) ?? make();
    this.#once.set(key, value);
    return value;
  }

  /** A constant of whole numbers; without `dims` a list. */
  ints(values: readonly number[], dims: readonly number[] = [values.length]): Value {
    const data = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
    return this.#constant(`ints_${values.join("_")}_${dims.join("x")}`, "int64", dims, data);
  }

  /** A constant of floats; without `dims` a scalar. Large ones are `computed` weights instead. */
  floats(values: readonly number[], dims: readonly number[] = []): Value {
    const data = new Uint8Array(Float32Array.from(values).buffer);
    return this.#constant(`floats_${values.join("_")}_${dims.join("x")}`, "float32", dims, data);
  }

  /** The checkpoint's tensor of that name, which must have these dims. */
  tensor(name: string, dims: readonly number[]): Recipe {
    this.book.take(name, dims);
    return tensor(name, dims);
  }

  /** A weight as floats: kept whole, or narrowed to 16 bits and widened by the graph. */
  weight(name: string, recipe: Recipe, encoding: "f32" | "f16" = this.precision === "fp16" ? "f16" : "f32"): Value {
    const [part] = this.stored(name, recipe, encoding);
    if (encoding === "f32") return part as Value;
    return this.once(`cast ${name}`, () => this.node("Cast", [part as Value], { to: 1n }));
  }

  /** The initializers of a weight in a form of its own. */
  stored(name: string, recipe: Recipe, encoding: Encoding): Value[] {
    const plan = this.#weights.get(name) ?? { recipe, encoding, parts: partsOf(encoding, name, recipe.dims) };
    this.#weights.set(name, plan);
    return plan.parts.map((part) => ({ name: part.name }));
  }

  plan(): GraphPlan {
    return {
      inputs: this.#inputs,
      outputs: this.#outputs,
      nodes: this.#nodes,
      constants: [...this.#constants.values()],
      weights: [...this.#weights.values()],
      fit: this.book.fit(),
    };
  }

  #constant(name: string, type: OnnxType, dims: readonly number[], data: Uint8Array): Value {
    this.#constants.set(name, { name, type, dims, data });
    return { name };
  }
}
