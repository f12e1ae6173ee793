/** The element's attributes as values, with what stands in the place of one that makes no sense. */

import type { Device } from "../../models/model-info.ts";
import type { Activation } from "../../scores/activation.ts";
import type { ElementSource } from "./element-events.ts";

/** A change of one of these is another model, or the same one opened in another way. */
export const MODEL_ATTRIBUTES = ["model", "hub-url", "device", "asset-base", "wasm-paths", "decoder-url"] as const;
export const OBSERVED = [
  ...MODEL_ATTRIBUTES,
  "top-k",
  "source",
  "function-to-apply",
  "value-as",
  "required",
  "preload",
] as const;

const TOP_K = 5;
const MOST_ROWS = 50;

/** How many labels are shown and told: 1 to 50. */
export function readTopK(text: string | null): number {
  const value = Number(text ?? "");
  return Number.isInteger(value) && value >= 1 ? Math.min(value, MOST_ROWS) : TOP_K;
}

export function readSource(text: string | null): ElementSource {
  return text === "file" ? "file" : "microphone";
}

/** Null: the model's own. */
export function readActivation(text: string | null): Activation | null {
  return text === "sigmoid" || text === "softmax" || text === "none" ? text : null;
}

export function readDevice(text: string | null): Device {
  return text === "webgpu" ? "webgpu" : "wasm";
}
