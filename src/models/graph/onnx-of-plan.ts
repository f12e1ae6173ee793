/** A plan → the ONNX graph, its weights in one file beside it, one behind the other in the order that is given. */
import type { GraphPlan, WeightPlan } from "./graph-builder.ts";
import { MICROSOFT } from "./graph-builder.ts";
import { type OnnxInitializer, writeOnnx } from "./onnx-model.ts";

/** Since 17 there is LayerNormalization. */
const OPSETS = { "": 17, [MICROSOFT]: 1 };

/**
 * @param weights the plan's, in the order in which their bytes lie in the file
 * @param file its name, as seen from beside the graph
 */
export function onnxOf(plan: GraphPlan, weights: readonly WeightPlan[], file: string): Uint8Array<ArrayBuffer> {
  const initializers: OnnxInitializer[] = [...plan.constants];
  let offset = 0;
  for (const { parts } of weights) {
    for (const { name, type, dims, bytes } of parts) {
      initializers.push({ name, type, dims, data: { file, offset, bytes } });
      offset += bytes;
    }
  }
  const { inputs, outputs, nodes } = plan;
  return writeOnnx({ producer: "Earshot", opsets: OPSETS, inputs, outputs, initializers, nodes });
}
