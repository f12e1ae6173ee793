/**
 * The runtime of a model's thread: onnxruntime-node where somebody installed it, else the WASM build, which needs nothing. It is
 * looked for beside the project's own packages and among those of the whole machine (`npm install --global onnxruntime-node`): the
 * project itself has a stand-in under that name (`stubs/`).
 */
import { existsSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import * as wasm from "onnxruntime-web";
import { readGrafted } from "../inference/graft/read-grafted.ts";
import type { OnnxRuntime } from "../inference/runtime.ts";
import { wrapRuntime } from "../inference/wrap-runtime.ts";
import type { RuntimeName } from "./protocol.ts";

export interface ServerRuntime {
  readonly name: RuntimeName;
  readonly runtime: OnnxRuntime;
}

type Ort = typeof wasm;

/** Not among the dependencies: a hundred megabytes, compiled for each system. */
const NATIVE = "onnxruntime-node";

/** @param folders `node_modules` folders to look in after the project's own */
export async function loadRuntime(folders: readonly string[] = globalFolders()): Promise<ServerRuntime> {
  const native = (await attempt(NATIVE)) ?? (await firstOf(folders));
  if (native) return { name: "onnxruntime-node", runtime: wrapRuntime(native, "cpu") };
  wasm.env.wasm.numThreads = 1; // The server has a thread for each clip.
  wasm.env.wasm.wasmBinary = await readGrafted();
  return { name: "onnxruntime-web", runtime: wrapRuntime(wasm, "wasm") };
}

async function firstOf(folders: readonly string[]): Promise<Ort | null> {
  for (const folder of folders) {
    const entry = path.join(folder, NATIVE, "dist", "index.js");
    const found = existsSync(entry) ? await attempt(pathToFileURL(entry).href) : null;
    if (found) return found;
  }
  return null;
}

/** Null where it is not there, or is not made for this system: then the WASM build answers, and `/health` names it. */
async function attempt(specifier: string): Promise<Ort | null> {
  try {
    const loaded: Ort & { readonly default?: Ort } = await import(specifier);
    const ort = loaded.InferenceSession ? loaded : loaded.default;
    return ort?.InferenceSession ? ort : null;
  } catch {
    return null;
  }
}

/** Where npm puts packages of the whole machine: beside this Node's own folder, or where `NODE_PATH` says. */
function globalFolders(): string[] {
  const root = path.dirname(process.execPath);
  const named = (process.env.NODE_PATH ?? "").split(path.delimiter).filter(Boolean);
  return [...named, path.resolve(root, "../lib/node_modules"), path.join(root, "node_modules")];
}
