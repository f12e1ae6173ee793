/**
 * Where the package's workers and the packages of others lie, and how workers start. `packageAddress("…")` is written by the
 * build as `new URL("…", import.meta.url)`: that is what bundlers look for, and what a browser resolves by itself.
 */
import type { StartWorker } from "../inference/model-worker.ts";
import type { WorkerLike } from "../rpc/messages.ts";
import type { AssetOptions } from "./types.ts";
import type { RuntimeAddresses, WorkerAddresses } from "./worker-addresses.ts";

declare const packageAddress: (path: string) => URL;

export interface Assets {
  readonly startInferenceWorker: StartWorker;
  readonly startAudioWorker: () => WorkerLike;
  readonly startLibraryWorker: () => WorkerLike;
  readonly workletUrl: string;
}

export function findAssets({ assetBase, wasmPaths, decoderUrl }: AssetOptions = {}): Assets {
  const own = (file: string, beside: URL) => (assetBase === undefined ? beside : new URL(file, folder(assetBase))).href;
  const runtime = wasmPaths === undefined ? null : folder(wasmPaths);
  const addresses: WorkerAddresses = {
    wasm: runtime ? buildIn(runtime, "ort.wasm.min.mjs", "ort-wasm-simd-threaded") : runtimeBeside(),
    webgpu: runtime && buildIn(runtime, "ort.webgpu.min.mjs", "ort-wasm-simd-threaded.asyncify"),
    mediabunny: decoderUrl === undefined ? decoderBeside() : new URL(decoderUrl, document.baseURI).href,
  };
  const name = JSON.stringify(addresses);
  const start = (url: string) => () => new Worker(url, { type: "module", name });
  return {
    startInferenceWorker: start(own("workers/inference.worker.js", packageAddress("./workers/inference.worker.js"))),
    startAudioWorker: start(own("workers/audio.worker.js", packageAddress("./workers/audio.worker.js"))),
    startLibraryWorker: start(own("workers/library.worker.js", packageAddress("./workers/library.worker.js"))),
    workletUrl: own("workers/capture.worklet.js", packageAddress("./workers/capture.worklet.js")),
  };
}

/** Of the page; with a trailing slash, whether it was given with one or not. */
export function folder(address: string | URL): URL {
  const url = new URL(address, document.baseURI);
  if (!url.pathname.endsWith("/")) url.pathname += "/";
  return url;
}

function buildIn(base: URL, api: string, build: string): RuntimeAddresses {
  const at = (file: string) => new URL(file, base).href;
  return { ort: at(api), mjs: at(`${build}.mjs`), wasm: at(`${build}.wasm`) };
}

function runtimeBeside(): RuntimeAddresses {
  return {
    ort: packageAddress("../../onnxruntime-web/dist/ort.wasm.min.mjs").href,
    mjs: packageAddress("../../onnxruntime-web/dist/ort-wasm-simd-threaded.mjs").href,
    wasm: packageAddress("../../onnxruntime-web/dist/ort-wasm-simd-threaded.wasm").href,
  };
}

function decoderBeside(): string {
  return packageAddress("../../mediabunny/dist/bundles/mediabunny.min.mjs").href;
}
