/** What is known of a loaded model, as plain data that any thread and any screen can hold. */
import type { Activation } from "../scores/activation.ts";
import type { ModelSource } from "./model-files.ts";
import type { Precision } from "./precision.ts";

export interface ModelInfo {
  /** An embedded name (`everyday-sounds`), a Hub id (`owner/name`), `disk:` and a name, or `server:` and an address. */
  readonly id: string;
  readonly source: ModelSource;
  /** Label of each logit, in order. */
  readonly labels: readonly string[];
  readonly sampleRateHz: number;
  readonly windowSamples: number;
  /** True where the architecture fixes the window (AST), false where any length runs (wav2vec2). */
  readonly windowIsFixed: boolean;
  /** The model's own score function, from `problem_type`. */
  readonly activation: Activation;
  readonly architecture: string;
  readonly precision: Precision;
  readonly output: ModelOutput;
  /** Graph and external data. */
  readonly sizeBytes: number;
}

/** The graph's output with one number a label. `scores`: the graph itself applied `activation`. */
export interface ModelOutput {
  readonly name: string;
  readonly is: "logits" | "scores";
}

export type Device = "wasm" | "webgpu";

/** One way of running a model. */
export interface Backend {
  readonly device: Device;
  /** WASM threads; 1 on WebGPU. */
  readonly threads: number;
  /** Our own kernels, which run small convolutional graphs on one thread; absent: onnxruntime. */
  readonly runtime?: "convnet" | undefined;
}

/** What a candidate did on the golden window. */
export type BackendTrial =
  | { readonly backend: Backend; readonly outcome: "right"; readonly tookMs: number; readonly maxError: number }
  | { readonly backend: Backend; readonly outcome: "wrong"; readonly maxError: number }
  | { readonly backend: Backend; readonly outcome: "failed"; readonly reason: string };

/** How a model runs that answers on a server. */
export interface ServerReport {
  /** Who hears the sound. */
  readonly host: string;
  readonly address: string;
  /** Median milliseconds from the request for a window to its answer. */
  readonly windowMs: number;
  /** The function that the server itself applies, whatever it is asked for; null where it gives logits. */
  readonly made: Activation | null;
  /** It tells its best labels only, so many; null where it tells all. */
  readonly bestOnly: number | null;
  /** Nobody knows which rate and window the model hears: the usual ones are sent. */
  readonly isGuessed: boolean;
}

export function isOnServer(report: BackendReport | ServerReport): report is ServerReport {
  return "host" in report;
}

export interface BackendReport {
  readonly chosen: Backend;
  /** Median milliseconds a window takes: features and model. */
  readonly windowMs: number;
  readonly trials: readonly BackendTrial[];
  /** True where the choice was remembered from an earlier visit and only checked. */
  readonly remembered: boolean;
}
