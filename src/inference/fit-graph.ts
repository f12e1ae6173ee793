/**
 * Does the graph take what the extractor makes, and give what the configuration promises? Asked once, when a model is
 * loaded: a graph of another architecture is told by name instead of failing inside the runtime at the first sound.
 */
import { EarshotError } from "../errors/earshot-error.ts";
import type { ModelInfo } from "../models/model-info.ts";
import type { Extractor } from "./features/feature-tensor.ts";
import type { GraphInput, OnnxSession } from "./runtime.ts";

/** The one input besides the features that we can fill. */
export const MASK_INPUT = "attention_mask";

/**
 * @returns `info`, its window fixed where the graph itself fixes the number of samples.
 * @throws EarshotError `model-unsupported` | `model-config-invalid`
 */
export function fitGraph(session: OnnxSession, extractor: Extractor, info: ModelInfo): ModelInfo {
  const { id, output } = info;
  const details = { id, architecture: info.architecture };
  const unknown = session.inputs.find(({ name }) => name !== extractor.name && name !== MASK_INPUT);
  if (unknown) {
    const { name: input } = unknown;
    throw new EarshotError("model-unsupported", `unknown input ${input}`, { details: { ...details, input } });
  }
  const input = session.inputs.find(({ name }) => name === extractor.name);
  if (!input) throw new EarshotError("model-unsupported", `no input ${extractor.name}`, { details });
  if (!session.outputNames.includes(output.name)) {
    throw new EarshotError("model-unsupported", `no output named ${output.name}`, { details });
  }
  if (input.type !== null && input.type !== "float32") {
    const wanted = `the graph wants ${input.type}, not float32`;
    throw new EarshotError("model-unsupported", wanted, { details: { ...details, type: input.type } });
  }
  return withDims(input, extractor, info);
}

function withDims(input: GraphInput, extractor: Extractor, info: ModelInfo): ModelInfo {
  const { dims } = input;
  const shape = extractor.takesBatches ? extractor.shape : extractor.shape.slice(1);
  const batch = extractor.takesBatches ? 1 : 0;
  if (dims.length === 0) return info; // The graph says nothing: its first window will.
  const fits =
    dims.length === shape.length &&
    dims.every((size, at) => at < batch || size === null || shape[at] === null || size === shape[at]);
  if (!fits) {
    const list = (sizes: readonly (number | null)[]) => sizes.map((size) => size ?? "any").join(" × ");
    const reason = `the graph takes ${list(dims)} numbers, its configuration makes ${list(shape)}`;
    throw new EarshotError("model-config-invalid", reason, { details: { id: info.id, reason } });
  }
  const isWaveform = shape.length === batch + 1;
  const samples = isWaveform ? dims[batch] : null;
  return samples ? { ...info, windowSamples: samples, windowIsFixed: true } : info;
}
