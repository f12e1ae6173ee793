/** Page side of one inference worker: one model on one backend, from load to death. */
import { EarshotError, fromPlainError } from "../errors/earshot-error.ts";
import type { ModelFiles } from "../models/model-files.ts";
import type { Backend, ModelInfo } from "../models/model-info.ts";
import type { WorkerLike } from "../rpc/messages.ts";
import { type CallOptions, RpcClient } from "../rpc/rpc-client.ts";
import type { RunOptions } from "./model-runner.ts";
import type { InferenceProtocol, RunPackRequest, RunPackResult, RunResult } from "./protocol.ts";

/** @param backend what it will be told to load on */
export type StartWorker = (backend: Backend) => WorkerLike;

/** Milliseconds a backend may take to load: shaders of a large model compile for long, and weights are read at 20 MB/s at least. */
const LOAD_TIMEOUT_MS = { wasm: 60_000, webgpu: 30_000 } as const;
const LOAD_BYTES_PER_MS = 20_000;
/** Whisper-large's encoder takes 125 s a window on two busy cores; a slow model is run once (`time-golden.ts`). */
const GOLDEN_TIMEOUT_MS = { wasm: 600_000, webgpu: 20_000 } as const;
/** Runs of the golden window that are timed. */
const REPEATS = 9;
/** A window that takes this many times longer than it was measured to take means a dead worker. */
const PATIENCE = 30;
const LEAST_TIMEOUT_MS = 3_000;

export class ModelWorker {
  readonly backend: Backend;
  readonly info: ModelInfo;
  readonly #rpc: RpcClient<InferenceProtocol>;
  #windowMs = 0;
  /** Told once, when the worker or its backend died by itself. */
  ondeath: ((error: EarshotError) => void) | null = null;

  private constructor(backend: Backend, info: ModelInfo, rpc: RpcClient<InferenceProtocol>) {
    this.backend = backend;
    this.info = info;
    this.#rpc = rpc;
    rpc.ondeath = (error) => this.ondeath?.(error);
    rpc.onevent = ({ error }) => {
      const lost = fromPlainError(error);
      rpc.terminate(lost);
      this.ondeath?.(lost);
    };
  }

  static async start(
    start: StartWorker,
    files: ModelFiles,
    backend: Backend,
    signal?: AbortSignal,
  ): Promise<ModelWorker> {
    const rpc = new RpcClient<InferenceProtocol>(start(backend));
    try {
      const bytes = files.externalData.reduce((sum, { data }) => sum + data.size, files.weights.size);
      const timeoutMs = LOAD_TIMEOUT_MS[backend.device] + bytes / LOAD_BYTES_PER_MS;
      const { info } = await rpc.call("load", { files, backend }, { signal, timeoutMs });
      return new ModelWorker(backend, info, rpc);
    } catch (thrown) {
      rpc.terminate();
      throw thrown;
    }
  }

  /** `timeoutMs`: for whoever has longer than a person. */
  async golden(
    samples: number,
    {
      signal,
      timeoutMs = GOLDEN_TIMEOUT_MS[this.backend.device],
      enoughMs,
    }: Pick<CallOptions<never>, "signal" | "timeoutMs"> & { enoughMs?: number | undefined } = {},
  ): Promise<{ logits: Float32Array; medianMs: number }> {
    const answer = await this.#rpc.call("golden", { samples, repeats: REPEATS, enoughMs }, { signal, timeoutMs });
    this.#windowMs = answer.medianMs;
    return answer;
  }

  /** The samples are cloned, not transferred: a window must survive its worker to be run again on the next one. */
  run(
    samples: Float32Array,
    { signal, start, timeoutMs = this.#patienceMs(samples.length) }: RunOptions & { timeoutMs?: number } = {},
  ): Promise<RunResult> {
    return this.#rpc.call("run", { samples, start }, { signal, timeoutMs });
  }

  /** Logits of several windows. Cloned as well. */
  runPack({ samples, offsets, windowSamples }: RunPackRequest, signal?: AbortSignal): Promise<RunPackResult> {
    // Another call may be before it in the worker.
    const timeoutMs = 3 * this.#patienceMs(windowSamples * offsets.length);
    return this.#rpc.call("runPack", { samples, offsets, windowSamples }, { signal, timeoutMs });
  }

  #patienceMs(samples: number): number {
    const longer = samples / Math.max(1, this.info.windowSamples);
    return Math.max(LEAST_TIMEOUT_MS, PATIENCE * this.#windowMs * Math.max(1, longer));
  }

  get dead(): boolean {
    return this.#rpc.dead;
  }

  terminate(): void {
    this.#rpc.terminate(new EarshotError("aborted", "the model was closed"));
  }
}
