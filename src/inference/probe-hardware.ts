/** What this browser offers, asked of the page's own thread. */
import { sharesMemory } from "../rpc/shared-memory.ts";
import type { Hardware } from "./backend-candidates.ts";

export async function probeHardware(): Promise<Hardware> {
  return {
    cores: navigator.hardwareConcurrency || 1,
    sharedMemory: sharesMemory(),
    webgpu: await hasWebGpu(),
  };
}

/** A software adapter counts as none: it is right but far slower than WASM. The person can still ask for it. */
async function hasWebGpu(): Promise<boolean> {
  try {
    const adapter = await navigator.gpu?.requestAdapter();
    return adapter ? !adapter.info.isFallbackAdapter : false;
  } catch {
    return false; // A broken driver throws here; WASM runs.
  }
}
