import { dense } from "../graph/blocks/dense.ts";
import type { GraphBuilder, Value } from "../graph/graph-builder.ts";
import type { BuiltNotes } from "./architecture.ts";
import { labelCount } from "./config-fields.ts";

export function stockHead(
  b: GraphBuilder,
  states: readonly Value[],
  hidden: number,
  config: { use_weighted_layer_sum: boolean; id2label: Record<string, unknown> },
  mask: Value | null = null,
): BuiltNotes {
  let x = states.at(-1) as Value;
  if (config.use_weighted_layer_sum) {
    const w = b.weight("layer_weights", b.tensor("layer_weights", [states.length]), "f32");
    const norm = b.node("Reshape", [b.node("Softmax", [w], { axis: -1n }), b.ints([-1, 1, 1, 1])]);
    const stack = b.node("Concat", states.map((s) => b.node("Unsqueeze", [s, b.ints([0])])), { axis: 0n });
    x = b.node("ReduceSum", [b.node("Mul", [stack, norm]), b.ints([0])], { keepdims: 0n });
  }
  let mean: Value;
  if (mask) {
    const m = b.node("Unsqueeze", [b.node("Cast", [mask], { to: 1n }), b.ints([2])]);
    mean = b.node("Div", [
      b.node("ReduceSum", [b.node("Mul", [x, m]), b.ints([1])], { keepdims: 0n }),
      b.node("ReduceSum", [m, b.ints([1])], { keepdims: 0n }),
    ]);
  } else mean = b.node("ReduceMean", [x], { axes: [1n], keepdims: 0n });
  const proj = b.book.dimsOf("projector.weight")?.[0] ?? 1;
  const p = dense(b, mean, { name: "projector", inputs: hidden, outputs: proj, keepWhole: true });
  const labels = labelCount(config.id2label);
  const l = dense(b, p, { name: "classifier", inputs: proj, outputs: labels, keepWhole: true });
  b.output("logits", l, ["batch", labels]);
  b.output("embeddings", p, ["batch", proj]);
  return { notes: [] };
}
