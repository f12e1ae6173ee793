/** What judging a model needs to know of this machine, asked of the browser. */
import type { Hardware } from "../inference/backend-candidates.ts";
import type { MachineFacts } from "../models/preflight.ts";

export async function probeMachine(hardware: () => Promise<Hardware>): Promise<MachineFacts> {
  const [{ webgpu }, freeBytes] = await Promise.all([hardware(), freeStorage()]);
  return { freeBytes, memoryGB: memoryGB(), webgpu };
}

async function freeStorage(): Promise<number | null> {
  try {
    const { quota, usage } = await navigator.storage.estimate();
    return quota === undefined ? null : Math.max(0, quota - (usage ?? 0));
  } catch {
    return null; // No storage here, or the page is not secure.
  }
}

/** Chromium alone says it. */
function memoryGB(): number | null {
  if (!("deviceMemory" in navigator)) return null;
  return typeof navigator.deviceMemory === "number" ? navigator.deviceMemory : null;
}
