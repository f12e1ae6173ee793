/** Logits → the task's answer, as Python's `pipeline("audio-classification")` makes it. */
import { type Activation, activate } from "../scores/activation.ts";
import { topK } from "../scores/top-k.ts";
import type { AudioClassificationOutput, AudioClassificationParameters } from "./contract.ts";

const DEFAULT_TOP_K = 5;

/** @param own the function that the model's configuration asks for */
export function rank(
  logits: Float32Array,
  labels: readonly string[],
  own: Activation,
  parameters: Pick<AudioClassificationParameters, "function_to_apply" | "top_k">,
): AudioClassificationOutput {
  const { function_to_apply, top_k = DEFAULT_TOP_K } = parameters;
  if (top_k === 0) return [];
  return topK(activate(logits, function_to_apply ?? own), labels, top_k ?? labels.length);
}
