/**
 * What stands behind `OnnxRuntime`: our own kernels, or one of two onnxruntime-web builds, plain WASM for the CPU, and the
 * WebGPU build only when WebGPU is asked for. Both are served by the app itself. Runs on a worker thread.
 */
import type { Backend } from "../models/model-info.ts";
import type { OnnxRuntime } from "./runtime.ts";
import { wrapConvnet } from "./wrap-convnet.ts";
import { wrapRuntime } from "./wrap-runtime.ts";
import { wrapWebGpu } from "./wrap-webgpu.ts";

export async function loadRuntime(backend: Backend): Promise<OnnxRuntime> {
  if (backend.runtime === "convnet") return wrapConvnet();
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

function loadWebGpu(): Promise<OnnxRuntime> {
  return wrapWebGpu(async () => {
    const [ort, mjs, wasm] = await Promise.all([
      import("onnxruntime-web/webgpu"),
      import("onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url"),
      import("onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url"),
    ]);
    ort.env.wasm.wasmPaths = { mjs: absolute(mjs.default), wasm: absolute(wasm.default) };
    ort.env.wasm.numThreads = 1;
    return ort;
  });
}

/** Asset addresses are relative to the page; a worker resolves them against itself. */
function absolute(url: string): string {
  return new URL(url, self.location.href).href;
}
