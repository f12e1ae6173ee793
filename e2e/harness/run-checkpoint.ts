/** A checkpoint of a Hub by the way that the app takes: imported by the library's worker, kept, opened, run. */
import InferenceWorker from "../../src/inference/inference.worker.ts?worker";
import { ModelWorker } from "../../src/inference/model-worker.ts";
import type { LibraryClient } from "../../src/library/library-client.ts";
import type { HubAccess } from "../../src/library/protocol.ts";
import type { Backend, ModelInfo } from "../../src/models/model-info.ts";
import type { Precision } from "../../src/models/precision.ts";
import type { MachineFacts } from "../../src/models/preflight.ts";
import { RUN_TIMEOUT_MS } from "./patience.ts";

export interface CheckpointRequest {
  readonly reference: string;
  readonly precision: Precision;
  readonly hub: HubAccess;
  readonly backend: Backend;
  /** Mono samples at the model's rate. */
  readonly clips: readonly number[][];
}

export interface CheckpointRun {
  readonly info: ModelInfo;
  readonly logits: number[][];
  /** Of the files that it was made of; null where it was not made here. */
  readonly madeOf: readonly string[] | null;
}

export async function runCheckpoint(
  client: LibraryClient,
  machine: MachineFacts,
  { reference, precision, hub, backend, clips }: CheckpointRequest,
): Promise<CheckpointRun> {
  const stored = await client.download(await client.check(reference, hub, machine), precision, hub);
  const worker = await ModelWorker.start(() => new InferenceWorker(), await client.open(stored.key), backend);
  try {
    const logits: number[][] = [];
    for (const clip of clips) {
      // Without a golden window before: SwiftShader compiles its shaders once, for the clip.
      logits.push([...(await worker.run(Float32Array.from(clip), { timeoutMs: RUN_TIMEOUT_MS })).logits]);
    }
    return { info: worker.info, logits, madeOf: stored.madeFrom?.files ?? null };
  } finally {
    worker.terminate();
    await client.remove(stored.key);
  }
}

export interface StoredRun {
  readonly logits: number[];
  readonly windowMs: number;
  readonly loadMs: number;
}

/** What lies on the shelf, on the golden waveform. */
export async function runStored(
  client: LibraryClient,
  key: string,
  backend: Backend,
  samples: number,
): Promise<StoredRun> {
  const startedMs = performance.now();
  const worker = await ModelWorker.start(() => new InferenceWorker(), await client.open(key), backend);
  const loadMs = performance.now() - startedMs;
  try {
    const { logits, medianMs } = await worker.golden(samples);
    return { logits: [...logits], windowMs: medianMs, loadMs };
  } finally {
    worker.terminate();
  }
}
