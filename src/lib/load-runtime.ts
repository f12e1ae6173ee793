/** In the place of `inference/load-runtime.ts` in the npm package: the builds of onnxruntime-web, from where the page says. */
import { EarshotError } from "../errors/earshot-error.ts";
import type { OnnxRuntime } from "../inference/runtime.ts";
import { type Ort, wrapRuntime } from "../inference/wrap-runtime.ts";
import { wrapWebGpu } from "../inference/wrap-webgpu.ts";
import type { Backend } from "../models/model-info.ts";
import { ownAddresses, type RuntimeAddresses } from "./worker-addresses.ts";

export async function loadRuntime(backend: Backend): Promise<OnnxRuntime> {
  const { wasm, webgpu } = ownAddresses();
  if (backend.device === "wasm") return wrapRuntime(await load(wasm, backend.threads), "wasm");
  if (webgpu) return wrapWebGpu(() => load(webgpu, 1));
  const details = { device: "webgpu" };
  throw new EarshotError("backend-unavailable", "WebGPU needs the option `wasmPaths`", { details });
}

async function load({ ort: address, mjs, wasm }: RuntimeAddresses, threads: number): Promise<Ort> {
  const ort: Ort = await import(/* @vite-ignore */ address);
  ort.env.wasm.wasmPaths = { mjs, wasm };
  ort.env.wasm.numThreads = threads;
  return ort;
}
