/**
 * A checkpoint's headers and its configuration → the graph that runs it, in one precision, with its size; or a refusal that says
 * which tensors are missing and which nobody knows. Reads no weights.
 */
import { EarshotError, type ErrorDetails } from "../errors/earshot-error.ts";
import type { BuiltNotes } from "./architectures/architecture.ts";
import { buildGraph } from "./architectures/architectures.ts";
import type { Checkpoint } from "./checkpoint/checkpoint.ts";
import type { GraphPlan, WeightPrecision } from "./graph/graph-builder.ts";
import { onnxOf } from "./graph/onnx-of-plan.ts";
import type { Fit } from "./graph/tensor-book.ts";
import type { Precision } from "./precision.ts";

/** In which a graph can be built. */
export const MADE_PRECISIONS = ["fp32", "fp16", "q8", "int8", "q4"] as const satisfies readonly WeightPrecision[];

/** Names that transformers.js finds by its `dtype`; ours of 8 bits in blocks stands where its plain "q8" looks. */
const GRAPHS: Readonly<Record<WeightPrecision, string>> = {
  fp32: "onnx/model.onnx",
  fp16: "onnx/model_fp16.onnx",
  q8: "onnx/model_quantized.onnx",
  int8: "onnx/model_int8.onnx",
  q4: "onnx/model_q4.onnx",
};

export interface PlannedModel extends BuiltNotes {
  readonly plan: GraphPlan;
  readonly graph: string;
  /** Path of the weights, beside the graph. */
  readonly data: string;
  readonly graphBytes: number;
  readonly dataBytes: number;
}

/**
 * @param config `config.json`, unchecked
 * @throws EarshotError `model-checkpoint-mismatch` | `model-config-invalid` | `model-unsupported`
 */
export function planModel(config: unknown, checkpoint: Checkpoint, precision: Precision): PlannedModel {
  const wanted = MADE_PRECISIONS.find((one) => one === precision);
  if (!wanted) throw new EarshotError("model-unsupported", `no graph is built in ${precision}`);
  const { plan, notes } = buildGraph(config, checkpoint, wanted);
  const problem = mismatch(plan.fit);
  if (problem) throw new EarshotError("model-checkpoint-mismatch", "its tensors do not fit", { details: problem });
  const graph = GRAPHS[wanted];
  const data = `${graph}_data`;
  const graphBytes = onnxOf(plan, plan.weights, data.slice(data.lastIndexOf("/") + 1)).byteLength;
  const dataBytes = plan.weights.flatMap(({ parts }) => parts).reduce((sum, { bytes }) => sum + bytes, 0);
  return { plan, notes, graph, data, graphBytes, dataBytes };
}

const NAMES_SHOWN = 4;
const LONGEST_NAME = 100;

function mismatch({ missing, misfits, unknown }: Fit): ErrorDetails | null {
  if (missing.length + misfits.length + unknown.length === 0) return null;
  return {
    missing: listOf(missing),
    misfits: listOf(misfits.map(({ name, has, wants }) => `${name} (${has.join(" × ")}, not ${wants.join(" × ")})`)),
    unknown: listOf(unknown),
  };
}

/** The first few; undefined where there are none. */
function listOf(names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  const shown = names.slice(0, NAMES_SHOWN).map((name) => name.slice(0, LONGEST_NAME));
  return names.length > shown.length ? `${shown.join(", ")} and ${names.length - shown.length} more` : shown.join(", ");
}
