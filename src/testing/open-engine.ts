/** An engine over fake workers, with what it told and what it keeps for the next visit. */
import { Engine } from "../inference/engine.ts";
import type { EngineEvent } from "../inference/engine-event.ts";
import type { ModelFiles } from "../models/model-files.ts";
import { type FakeInference, FILES } from "./fake-inference.ts";

export const HARDWARE = { cores: 2, sharedMemory: true, webgpu: true };

export async function openEngine(
  fake: FakeInference,
  change: Partial<Parameters<typeof Engine.open>[1]> = {},
  files: ModelFiles = FILES,
) {
  const events: EngineEvent[] = [];
  const kept = new Map<string, string>();
  const memory = {
    get: (key: string) => kept.get(key) ?? null,
    set: (key: string, value: string) => void kept.set(key, value),
  };
  const options = { startWorker: fake.start, memory, hardware: HARDWARE, device: null, ...change };
  const engine = await Engine.open(
    files,
    { ...options, onEvent: (event) => events.push(event) },
    new AbortController().signal,
  );
  return { engine, events, kept, memory };
}
