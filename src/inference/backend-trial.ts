/** Puts one backend to the test: its numbers on the golden window against the known answer, and its time. */
import { asEarshotError, type EarshotError } from "../errors/earshot-error.ts";
import type { ModelFiles } from "../models/model-files.ts";
import type { Backend, BackendTrial } from "../models/model-info.ts";
import type { Precision } from "../models/precision.ts";
import { ModelWorker, type StartWorker } from "./model-worker.ts";

/**
 * Largest difference of a logit, in units of 1 + its size, that the same weights on another device may give. Float32 differs
 * by rounding alone. A GPU computes fp16 graphs in float16 (11 bits, layer upon layer), WASM widens them to float32. What is
 * quantised as it runs (int8, uint8) or multiplied in blocks (q8, q4, bnb4) may fall on the next step of its scale for a last
 * bit's difference, and devices choose other widths for the sums. Wrong numbers are of the size of the logits themselves.
 */
export const GOLDEN_TOLERANCE: Record<Precision, number> = {
  fp32: 5e-3,
  fp16: 5e-2,
  q8: 5e-2,
  int8: 5e-2,
  uint8: 5e-2,
  q4: 5e-2,
  q4f16: 5e-2,
  bnb4: 5e-2,
};

export interface TrialContext {
  readonly startWorker: StartWorker;
  readonly files: ModelFiles;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds of a window that need no second look: what it took on an earlier visit. */
  readonly enoughMs?: number | undefined;
}

export interface TrialResult {
  readonly trial: BackendTrial;
  /** Alive only where the outcome is `right`; its owner terminates it. */
  readonly worker: ModelWorker | null;
  readonly logits: Float32Array | null;
  /** Why there is no worker, where it failed. */
  readonly error: EarshotError | null;
}

/**
 * @param expected logits of the reference; null where none is known: then finite numbers count as right, and they are
 *   the reference for the next backends.
 * @throws EarshotError of the model itself (`model-*`) or `aborted`: no other backend would do better.
 */
export async function tryBackend(
  backend: Backend,
  expected: ArrayLike<number> | null,
  { startWorker, files, signal, enoughMs }: TrialContext,
): Promise<TrialResult> {
  let worker: ModelWorker | null = null;
  try {
    worker = await ModelWorker.start(startWorker, files, backend, signal);
    const { logits, medianMs } = await worker.golden(files.golden?.samples ?? worker.info.windowSamples, {
      signal,
      enoughMs,
    });
    const maxError = expected ? largestError(logits, expected) : logits.every(Number.isFinite) ? 0 : Number.NaN;
    if (maxError <= GOLDEN_TOLERANCE[files.precision]) {
      return { trial: { backend, outcome: "right", tookMs: medianMs, maxError }, worker, logits, error: null };
    }
    worker.terminate();
    return { trial: { backend, outcome: "wrong", maxError }, worker: null, logits: null, error: null };
  } catch (thrown) {
    worker?.terminate();
    const error = asEarshotError(thrown, "backend-failed");
    if (error.code === "aborted" || error.code === "model-config-invalid" || error.code === "model-unsupported")
      throw error;
    return { trial: { backend, outcome: "failed", reason: error.message }, worker: null, logits: null, error };
  }
}

/** Relative to 1 + |expected|; NaN where lengths differ or a number is not finite. */
export function largestError(logits: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (logits.length !== expected.length) return Number.NaN;
  let largest = 0;
  for (let i = 0; i < logits.length; i++) {
    const wanted = expected[i] ?? Number.NaN;
    const error = Math.abs((logits[i] ?? Number.NaN) - wanted) / (1 + Math.abs(wanted));
    if (!Number.isFinite(error)) return Number.NaN;
    largest = Math.max(largest, error);
  }
  return largest;
}
