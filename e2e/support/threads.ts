/** Two WASM threads for small models, as if they had won on an earlier visit: they are so fast that no more than one is tried. */
import { readFileSync } from "node:fs";
import os from "node:os";
import type { BrowserContext } from "@playwright/test";
import { memoryKey } from "../../src/inference/backend-candidates.ts";
import { EMBEDDED_MODELS } from "../../src/models/locations.ts";
import type { ModelFiles } from "../../src/models/model-files.ts";

/** Model → folder of its files. */
const EMBEDDED = Object.fromEntries(EMBEDDED_MODELS.map((id) => [id, `public/models/${id}`]));

export async function rememberTwoThreads(
  context: BrowserContext,
  folders: Readonly<Record<string, string>> = EMBEDDED,
): Promise<void> {
  const hardware = { cores: os.cpus().length, sharedMemory: true, webgpu: false };
  const keys = Object.entries(folders).map(([id, folder]) => {
    const weights = new Blob([readFileSync(`${folder}/onnx/model.onnx`)]);
    return memoryKey({ id, precision: "fp32", weights } as unknown as ModelFiles, hardware);
  });
  await context.addInitScript((all) => {
    const winner = JSON.stringify({ device: "wasm", threads: 2, windowMs: 100 });
    for (const key of all) localStorage.setItem(key, winner);
  }, keys);
}
