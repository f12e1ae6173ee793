/** transformers.js takes its runtime from a CDN unless told; here it comes from the page's own origin. */
import { env } from "@huggingface/transformers";
import asyncifyMjs from "onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url";
import asyncifyWasm from "onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url";

/** @param threads null = what the library takes by itself; read once for a page */
export function setPeerRuntime(threads: number | null): void {
  env.useBrowserCache = false;
  // It would import its glue from a Blob, which the page's policy forbids.
  env.useWasmCache = false;
  const { wasm } = env.backends.onnx;
  if (!wasm) throw new Error("transformers.js has no WASM backend");
  const here = window.location.href;
  wasm.wasmPaths = { mjs: new URL(asyncifyMjs, here).href, wasm: new URL(asyncifyWasm, here).href };
  if (threads !== null) wasm.numThreads = threads;
}
