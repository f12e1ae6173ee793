/** Two threads of onnxruntime for small models, as if they had won on an earlier visit: our own kernels are so fast that no more is tried. */
import { readFileSync } from "node:fs";
import os from "node:os";
import type { BrowserContext } from "@playwright/test";
import { memoryKey } from "../../src/inference/backend-candidates.ts";
import { EMBEDDED_MODELS } from "../../src/models/locations.ts";
import type { ModelFiles } from "../../src/models/model-files.ts";

/** Model → folder of its files. */
const EMBEDDED = Object.fromEntries(EMBEDDED_MODELS.map((id) => [id, `public/models/${id}`]));

/** What `localStorage` then holds, by key; whether there is WebGPU is the browser's to say. */
export function twoThreads(folders: Readonly<Record<string, string>> = EMBEDDED): Record<string, string> {
  const winner = JSON.stringify({ device: "wasm", threads: 2, windowMs: 100 });
  const keys = Object.entries(folders).flatMap(([id, folder]) => {
    const weights = new Blob([readFileSync(`${folder}/onnx/model.onnx`)]);
    const files = { id, precision: "fp32", weights } as unknown as ModelFiles;
    return [true, false].map((webgpu) => memoryKey(files, { cores: os.cpus().length, sharedMemory: true, webgpu }));
  });
  return Object.fromEntries(keys.map((key) => [key, winner]));
}

export async function rememberTwoThreads(
  context: BrowserContext,
  folders?: Readonly<Record<string, string>>,
): Promise<void> {
  await context.addInitScript((all) => Object.assign(localStorage, all), twoThreads(folders));
}
