/**
 * Vite plugin: the app's plain runtime is onnxruntime's with a faster matrix product (`src/inference/graft/`). It is written beside
 * other things that builds keep, and every import of the published file leads there.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Plugin } from "vite";
import { RUNTIME_FILE, readGrafted } from "../src/inference/graft/read-grafted.ts";

const FOLDER = path.resolve("node_modules/.cache/earshot-runtime");

export function runtimePlugin(): Plugin {
  return {
    name: "earshot:runtime",
    enforce: "pre",
    resolveId: async (source) => (source === `${RUNTIME_FILE}?url` ? `${await writeRuntime()}?url` : null),
  };
}

let written: Promise<string> | null = null;

function writeRuntime(): Promise<string> {
  written ??= (async () => {
    const file = path.join(FOLDER, path.basename(RUNTIME_FILE));
    const grafted = await readGrafted();
    mkdirSync(FOLDER, { recursive: true });
    if (!existsSync(file) || Buffer.compare(readFileSync(file), grafted) !== 0) writeFileSync(file, grafted);
    return file;
  })();
  return written;
}
