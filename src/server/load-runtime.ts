/** The runtime of a model's thread: onnxruntime-node where somebody installed it, else the WASM build, which needs nothing. */
import * as wasm from "onnxruntime-web";
import type { OnnxRuntime } from "../inference/runtime.ts";
import { wrapRuntime } from "../inference/wrap-runtime.ts";

/** Not among the dependencies: hundreds of megabytes, compiled for each system. */
const NATIVE = "onnxruntime-node";

export async function loadRuntime(): Promise<OnnxRuntime> {
  const native: typeof wasm | null = await import(NATIVE).catch(() => null);
  if (native) return wrapRuntime(native, "cpu");
  wasm.env.wasm.numThreads = 1; // The server has a thread for each clip.
  return wrapRuntime(wasm, "wasm");
}
