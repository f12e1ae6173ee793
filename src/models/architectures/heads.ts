/**
 * Heads: an encoder's states → logits. Which one a checkpoint has its tensors say, not its `architectures`: models of their
 * authors' own classes name the library's. A head that is not wholly there is told by the builder's book, never made up.
 */
import { dense } from "../graph/blocks/dense.ts";
import { exactMean } from "../graph/blocks/exact-mean.ts";
import type { GraphBuilder, Value } from "../graph/graph-builder.ts";
import { type Recipe, transposed } from "../graph/recipe.ts";
import type { BuiltNotes } from "./architecture.ts";
import { labelCount } from "./config-fields.ts";
import type { HeadConfig } from "./speech-config.ts";

export interface EncoderStates {
  /** What comes out of the encoder: [batch, steps, hidden] */
  readonly last: Value;
  /** What a weighted sum counts (`hidden_states` of capture_outputs): what went into the first layer, what came out of each. */
  readonly all: readonly Value[];
  readonly hidden: number;
  /** int64 [batch, steps], 0 = padding, which does not count; absent: every step counts. */
  readonly mask?: Value;
}

type Pooling = "mean" | "sum" | "max";

/** Gives the graph its outputs `logits` and `embeddings`, the pooled state of the encoder. */
export function classify(b: GraphBuilder, states: EncoderStates, config: HeadConfig): BuiltNotes {
  const labels = labelCount(config.id2label);
  const { hidden } = states;
  const second = ["output", "out_proj"].find((name) => b.book.has(`classifier.${name}.weight`));
  const custom = second !== undefined && b.book.has("classifier.dense.weight");
  const pooled = pooledState(b, states, config, custom ? (config.pooling_mode ?? "mean") : "mean");
  b.output("embeddings", pooled, ["batch", hidden]);
  const logits = (x: Value) => b.output("logits", x, ["batch", labels]);
  if (!custom) {
    // Wav2Vec2ForSequenceClassification projects, then takes the mean; both are linear.
    const projected = layer(b, pooled, "projector", hidden);
    logits(layer(b, projected.value, "classifier", projected.size, labels).value);
    return { notes: [] };
  }
  const made = layer(b, pooled, "classifier.dense", hidden);
  // Their authors' Wav2Vec2ClassificationHead: tanh stands before `out_proj`. Of the kind with `output` nothing is recorded.
  const between = second === "out_proj" ? b.node("Tanh", [made.value]) : made.value;
  logits(layer(b, between, `classifier.${second}`, made.size, labels).value);
  return { notes: [second === "out_proj" ? "dense-tanh" : "dense-linear"] };
}

/** A linear layer whose size is the tensor's own where nothing else says it. */
function layer(
  b: GraphBuilder,
  x: Value,
  name: string,
  inputs: number,
  outputs?: number,
): { value: Value; size: number } {
  const size = outputs ?? b.book.dimsOf(`${name}.weight`)?.[0] ?? 1;
  return { value: dense(b, x, { name, inputs, outputs: size, keepWhole: true }), size };
}

/** @returns [batch, hidden] */
function pooledState(b: GraphBuilder, states: EncoderStates, config: HeadConfig, pooling: Pooling): Value {
  if (!config.use_weighted_layer_sum) return pooled(b, states.last, states.mask, pooling);
  const { all } = states;
  const shares = sharesOf(b.tensor("layer_weights", [all.length]));
  if (pooling !== "max") {
    // Both are linear: to pool first leaves one row of each state to be summed.
    const rows = all.map((state) => b.node("Unsqueeze", [pooled(b, state, states.mask, pooling), b.ints([2])]));
    const joined = b.node("Concat", rows, { axis: 2n });
    const column = transposed({ ...shares, dims: [1, all.length] });
    const sum = b.node("MatMul", [joined, b.weight("layer_weights", column, "f32")]);
    return b.node("Squeeze", [sum, b.ints([2])]);
  }
  const each = b.nodes("Split", [b.weight("layer_weights", shares, "f32")], all.length, { axis: 0n });
  const parts = all.map((state, at) => b.node("Mul", [state, each[at] as Value]));
  return pooled(b, b.node("Sum", parts), states.mask, pooling);
}

/** @param x [batch, steps, hidden] @returns [batch, hidden] */
function pooled(b: GraphBuilder, x: Value, mask: Value | undefined, pooling: Pooling): Value {
  if (!mask) {
    if (pooling === "sum") return b.node("ReduceSum", [x, b.ints([1])], { keepdims: 0n });
    return pooling === "max"
      ? b.node("ReduceMax", [x], { axes: [1n], keepdims: 0n })
      : b.node("Squeeze", [exactMean(b, x, 1n), b.ints([1])]);
  }
  const kept = b.once(`kept ${mask.name}`, () =>
    b.node("Unsqueeze", [b.node("Cast", [mask], { to: 1n }), b.ints([2])]),
  );
  if (pooling === "max") {
    const lowered = b.node("Add", [x, b.node("Mul", [b.node("Sub", [kept, b.floats([1])]), b.floats([1e9])])]);
    return b.node("ReduceMax", [lowered], { axes: [1n], keepdims: 0n });
  }
  const sum = b.node("ReduceSum", [b.node("Mul", [x, kept]), b.ints([1])], { keepdims: 0n });
  if (pooling === "sum") return sum;
  return b.node("Div", [sum, b.node("ReduceSum", [kept, b.ints([1])], { keepdims: 0n })]);
}

/** Their softmax. */
function sharesOf(weights: Recipe): Recipe {
  return {
    ...weights,
    make(values) {
      const given = weights.make(values);
      const most = Math.max(...given);
      const raised = Float64Array.from(given, (weight) => Math.exp(weight - most));
      const sum = raised.reduce((total, value) => total + value, 0);
      return Float32Array.from(raised, (value) => value / sum);
    },
  };
}
