/**
 * What crosses between the page and the inference worker. One worker runs one model on one backend; another backend or
 * model means another worker, because a WASM heap never shrinks and a runtime that failed once stays broken.
 * Logits cross, never scores: function, top-k and smoothing change without the model.
 */
import type { PlainError } from "../errors/earshot-error.ts";
import type { ModelFiles } from "../models/model-files.ts";
import type { Backend, ModelInfo } from "../models/model-info.ts";

export interface PrepareRequest {
  readonly backend: Backend;
}

export interface LoadRequest {
  readonly files: ModelFiles;
  readonly backend: Backend;
}

export interface LoadResult {
  readonly info: ModelInfo;
  readonly loadMs: number;
}

export interface RunRequest {
  /** Mono sound at the model's rate; cloned, because a window must survive its worker. */
  readonly samples: Float32Array;
  /** Where it begins in a live stream, in samples. */
  readonly start?: number | undefined;
}

export interface RunResult {
  /** One a label, before any score function. */
  readonly logits: Float32Array;
  /** The model's second output, where it has one. */
  readonly embeddings: Float32Array | null;
  readonly featuresMs: number;
  readonly modelMs: number;
}

/** Several windows of one stretch of sound; see `signal/window-pack.ts`. */
export interface RunPackRequest {
  /** Cloned, because a pack must survive its worker. */
  readonly samples: Float32Array;
  readonly offsets: Int32Array;
  readonly windowSamples: number;
}

export interface RunPackResult {
  /** Row-major [window, label]. */
  readonly logits: Float32Array;
}

export interface InferenceProtocol {
  readonly calls: {
    /** Makes the runtime ready for a model that is still on its way. `load` is then of the same backend. */
    readonly prepare: { params: PrepareRequest; result: null; progress: never };
    readonly load: { params: LoadRequest; result: LoadResult; progress: never };
    readonly run: { params: RunRequest; result: RunResult; progress: never };
    readonly runPack: { params: RunPackRequest; result: RunPackResult; progress: never };
    /**
     * Runs the golden window `repeats` times after one warm-up: logits of the first, median time of the others; or the time of
     * the first that took no more than `enoughMs`, after which it is not repeated.
     */
    readonly golden: {
      params: { readonly samples: number; readonly repeats: number; readonly enoughMs?: number | undefined };
      result: { readonly logits: Float32Array; readonly medianMs: number };
      progress: never;
    };
  };
  /** The backend went away under the model (a lost GPU device). */
  readonly event: { readonly kind: "backend-lost"; readonly error: PlainError };
}
