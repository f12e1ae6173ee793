/**
 * The two onnxruntime-web builds behind `OnnxRuntime`: plain WASM for the CPU, and the WebGPU build only when WebGPU is
 * asked for. Both are served by the app itself. Runs on a worker thread.
 */

import { EarshotError } from "../errors/earshot-error.ts";
import type { Backend } from "../models/model-info.ts";
import type { OnnxRuntime, OnnxSession } from "./runtime.ts";

type Ort = typeof import("onnxruntime-web/wasm");

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
  return wrap(ort, "wasm", new Promise<string>(() => {}));
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
  return wrap(ort, "webgpu", lost, async () => {
    const device = await ort.env.webgpu.device;
    void device.lost.then(({ message }) => tellLost(message));
  });
}

/** Asset addresses are relative to the page; a worker resolves them against itself. */
function absolute(url: string): string {
  return new URL(url, self.location.href).href;
}

function wrap(ort: Ort, provider: string, lost: Promise<string>, onSession = async () => {}): OnnxRuntime {
  return {
    lost,
    async createSession(weights): Promise<OnnxSession> {
      const session = await ort.InferenceSession.create(weights, {
        executionProviders: [provider],
        graphOptimizationLevel: "all",
        logSeverityLevel: 3,
        // A waiting thread must sleep: spinning takes the core from whoever decodes the next sound.
        extra: { session: { intra_op: { allow_spinning: "0" } } },
      });
      await onSession();
      return {
        inputNames: session.inputNames,
        outputNames: session.outputNames,
        run: (feeds) => session.run(feeds as Parameters<typeof session.run>[0]),
        release: () => session.release(),
      };
    },
    createTensor: (type, data, dims) => new ort.Tensor(type, data, dims),
    createMask: (batch, length) => new ort.Tensor("int64", new BigInt64Array(batch * length).fill(1n), [batch, length]),
  };
}
