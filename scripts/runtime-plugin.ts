/**
 * Vite plugin: the app's plain runtime is onnxruntime's with a faster matrix product (`src/inference/graft/`). It is written beside
 * other things that builds keep, and every import of the published file leads there.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type { Plugin } from "vite";
import { graftProducts } from "../src/inference/graft/graft-products.ts";

const RUNTIME = "onnxruntime-web/ort-wasm-simd-threaded.wasm";
const FOLDER = path.resolve("node_modules/.cache/earshot-runtime");

export function runtimePlugin(): Plugin {
  return {
    name: "earshot:runtime",
    enforce: "pre",
    resolveId: async (source) => (source === `${RUNTIME}?url` ? `${await writeRuntime()}?url` : null),
  };
}

let written: Promise<string> | null = null;

function writeRuntime(): Promise<string> {
  written ??= (async () => {
    const file = path.join(FOLDER, path.basename(RUNTIME));
    const grafted = await graftProducts(readFileSync(createRequire(import.meta.url).resolve(RUNTIME)));
    mkdirSync(FOLDER, { recursive: true });
    if (!existsSync(file) || Buffer.compare(readFileSync(file), grafted) !== 0) writeFileSync(file, grafted);
    return file;
  })();
  return written;
}
