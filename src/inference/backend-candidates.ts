/** Which backends are worth a trial on this machine, and the memory of what won on an earlier visit. */
import * as v from "valibot";
import type { ModelFiles } from "../models/model-files.ts";
import type { Backend, Device } from "../models/model-info.ts";

export interface Hardware {
  readonly cores: number;
  /** WASM threads need SharedArrayBuffer, hence cross-origin isolation. */
  readonly sharedMemory: boolean;
  /** A WebGPU adapter answered. */
  readonly webgpu: boolean;
}

/** More threads than this never won on small models, and starve the page. */
const MAX_THREADS = 8;

/** Our own kernels: no 14 MB to load and compile, and a window in less than half the time of onnxruntime. */
export const CONVNET: Backend = { device: "wasm", threads: 1, runtime: "convnet" };

/** The models inside are made for our own kernels (`convnet/build-net.test.ts`). Of others that isn't known before they are read. */
export function cpuCandidates({ source }: Pick<ModelFiles, "source">, hardware: Hardware): Backend[] {
  return [...(source === "embedded" ? [CONVNET] : []), ...wasmCandidates(hardware)];
}

/** onnxruntime with 1, 2, 4 … N threads. */
export function wasmCandidates({ cores, sharedMemory }: Hardware): Backend[] {
  const most = sharedMemory ? Math.min(cores, MAX_THREADS) : 1;
  const threads = new Set<number>([1]);
  for (let count = 2; count <= most; count *= 2) threads.add(count);
  threads.add(most);
  return [...threads].map((count) => ({ device: "wasm", threads: count }));
}

export const WEBGPU: Backend = { device: "webgpu", threads: 1 };

export function sameBackend(a: Backend, b: Backend): boolean {
  return a.device === b.device && a.threads === b.threads && a.runtime === b.runtime;
}

/** Where the winner is kept: `localStorage` in the page, a map in tests. */
export interface BackendMemory {
  get(key: string): string | null;
  set(key: string, value: string): void;
}

const RememberedSchema = v.object({
  device: v.picklist(["wasm", "webgpu"] satisfies Device[]),
  threads: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(64)),
  runtime: v.optional(v.literal("convnet")),
  windowMs: v.pipe(v.number(), v.minValue(0)),
});

export type Remembered = v.InferOutput<typeof RememberedSchema>;

/** What changes the answer is in the key: model, precision, weights, machine. A change of any means a new measurement. */
export function memoryKey({ id, precision, weights }: ModelFiles, hardware: Hardware): string {
  const { cores, sharedMemory, webgpu } = hardware;
  return `earshot.backend.4:${id}:${precision}:${weights.size}:${cores}:${Number(sharedMemory)}${Number(webgpu)}`;
}

/** What won last of onnxruntime, whichever model it was for. */
export const LAST_KEY = "earshot.backend.last";

/** What the first model of a visit will most likely be tried on, before its files are there. */
export function likelyBackend(
  memory: BackendMemory,
  hardware: Pick<Hardware, "sharedMemory">,
  isEmbedded: boolean,
): Backend {
  if (isEmbedded) return CONVNET;
  const kept = recall(memory, LAST_KEY);
  const threads = hardware.sharedMemory && kept?.device === "wasm" ? kept.threads : 1;
  return { device: "wasm", threads };
}

/** Null where nothing, or nothing sensible, was kept. */
export function recall(memory: BackendMemory, key: string): Remembered | null {
  const text = memory.get(key);
  if (text === null) return null;
  try {
    const parsed = v.safeParse(RememberedSchema, JSON.parse(text));
    return parsed.success ? parsed.output : null;
  } catch {
    return null; // Not ours, or damaged: measured anew.
  }
}
