/** What the sessions need of a model that runs, wherever that is: in this page (`engine.ts`) or on a server (`remote/`). */
import type { BackendReport, ModelInfo, ServerReport } from "../models/model-info.ts";
import type { RunPackRequest, RunPackResult, RunResult } from "./protocol.ts";

export interface RunOptions {
  readonly signal?: AbortSignal | undefined;
  /** Where the window begins in a live stream, in samples: only what is new of it is made into features. */
  readonly start?: number | undefined;
}

export interface ModelRunner {
  readonly info: ModelInfo;
  readonly report: BackendReport | ServerReport;
  /** Windows of a file that should travel together; null = as many as take a moment to run. */
  readonly packWindows: number | null;
  /** Files that may be under way at once. */
  readonly filesAtOnce: number;
  /** Logits of one window of mono sound at the model's rate. @throws EarshotError; a `transient` one costs this window alone */
  run(samples: Float32Array, options?: RunOptions): Promise<RunResult>;
  /** Logits of several windows, as `run` would give them one by one. @throws EarshotError */
  runPack(pack: RunPackRequest, signal?: AbortSignal): Promise<RunPackResult>;
  dispose(): void;
}
