/** The grafted runtime in Node: for the app's build, and for the server. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { graftProducts } from "./graft-products.ts";

/** As it is imported. */
export const RUNTIME_FILE = "onnxruntime-web/ort-wasm-simd-threaded.wasm";

/** @throws Error of `graftProducts` */
export function readGrafted(): Promise<Uint8Array<ArrayBuffer>> {
  return graftProducts(readFileSync(createRequire(import.meta.url).resolve(RUNTIME_FILE)));
}
