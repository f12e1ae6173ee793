/**
 * The two onnxruntime-web builds behind `OnnxRuntime`: plain WASM for the CPU, and the WebGPU build only when WebGPU is
 * asked for. Both are served by the app itself. Runs on a worker thread.
 */

import { EarshotError } from "../errors/earshot-error.ts";
import type { Backend } from "../models/model-info.ts";
import type { OnnxRuntime } from "./runtime.ts";
import { wrapRuntime } from "./wrap-runtime.ts";

export async function loadRuntime(backend: Backend): Promise<OnnxRuntime> {
  return backend.device === "webgpu" ? loadWebGpu() : loadWasm(backend.threads);
}

async function loadWasm(threads: number): Promise<OnnxRuntime> {
  const [ort, mjs, wasm] = await Promise.all([
    import("onnxruntime-web/wasm"),
    import("onnxruntime-web/ort-wasm-simd-threaded.mjs?url"),
    import("onnxruntime-web/ort-wasm-simd-threaded.wasm?url"),
  ]);
  ort.env.wasm.wasmPaths = { mjs: absolute(mjs.default), wasm: absolute(wasm.default) };
  ort.env.wasm.numThreads = threads;
  return wrapRuntime(ort, "wasm");
}

async function loadWebGpu(): Promise<OnnxRuntime> {
  const adapter = await navigator.gpu?.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter) throw new EarshotError("backend-unavailable", "no WebGPU adapter", { details: { device: "webgpu" } });
  const [ort, mjs, wasm] = await Promise.all([
    import("onnxruntime-web/webgpu"),
    import("onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url"),
    import("onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url"),
  ]);
  ort.env.wasm.wasmPaths = { mjs: absolute(mjs.default), wasm: absolute(wasm.default) };
  ort.env.wasm.numThreads = 1;
  let tellLost: (reason: string) => void = () => {};
  const lost = new Promise<string>((resolve) => {
    tellLost = resolve;
  });
  const onSession = async () => {
    const device = await ort.env.webgpu.device;
    void device.lost.then(({ message }) => tellLost(message));
  };
  return wrapRuntime(ort, "webgpu", { lost, onSession, halfFloats: adapter.features.has("shader-f16") });
}

/** Asset addresses are relative to the page; a worker resolves them against itself. */
function absolute(url: string): string {
  return new URL(url, self.location.href).href;
}
