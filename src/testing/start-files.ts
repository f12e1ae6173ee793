/** A file session on fake workers, and what a test asks of it. */
import { expect } from "vitest";
import { Engine } from "../inference/engine.ts";
import type { ModelRunner } from "../inference/model-runner.ts";
import type { Precision } from "../models/precision.ts";
import { DEFAULT_SETTINGS } from "../session/default-settings.ts";
import { FileSession } from "../session/file-session.ts";
import { memoryResults, type ResultsStore } from "../session/results-store.ts";
import type { FileState } from "../session/state.ts";
import { createEarshotStore } from "../session/store.ts";
import { StreamClient } from "../stream/stream-client.ts";
import { FakeAudioWorker, type FakeFile } from "./fake-audio-worker.ts";
import { FakeInference, FILES } from "./fake-inference.ts";

const HARDWARE = { cores: 1, sharedMemory: false, webgpu: false };
const nothing = { get: () => null, set: () => {} };

export interface StartOptions {
  readonly ready?: boolean;
  readonly results?: ResultsStore;
  readonly packsAfter?: () => Promise<void>;
}

export async function startFiles(content: Record<string, FakeFile>, options: StartOptions = {}) {
  const { ready = true, results = memoryResults(), packsAfter = async () => {} } = options;
  const store = createEarshotStore(DEFAULT_SETTINGS, [], false);
  const inference = new FakeInference({ "wasm/1": { medianMs: 20, packsAfter } });
  const openEngine = (id: string, precision = FILES.precision) =>
    Engine.open(
      { ...FILES, id, precision },
      { startWorker: inference.start, memory: nothing, hardware: HARDWARE, device: null, onEvent: () => {} },
      new AbortController().signal,
    );
  let engine = await openEngine(FILES.id);
  let current: ModelRunner | null = ready ? engine : null;
  const audio = new FakeAudioWorker(content);
  const stream = new StreamClient(() => audio);
  const files = new FileSession({ store, stream, engine: () => current, results });
  const makeReady = () => {
    current = engine;
    files.useEngine(engine);
  };
  /** The person chooses another model. */
  const changeModel = async (id: string, precision?: Precision) => {
    engine.dispose();
    current = null;
    engine = await openEngine(id, precision);
    makeReady();
  };
  /** One that runs elsewhere. */
  const runOn = (model: ModelRunner) => {
    current = model;
    files.useEngine(model);
  };
  const states = () => store.getState().files.map(({ state }) => state);
  const entry = (index: number) => {
    const found = store.getState().files[index];
    if (!found) throw new Error(`no file ${index}`);
    return found;
  };
  return { store, files, engine, audio, makeReady, changeModel, runOn, states, entry, results };
}

export const named = (...names: string[]) =>
  names.map((name) => ({ file: new File(["x"], name, { lastModified: 1 }), path: name }));

export async function until(states: () => FileState[], phases: FileState["phase"][]): Promise<void> {
  await expect.poll(() => states().map(({ phase }) => phase), { timeout: 2_000 }).toEqual(phases);
}
