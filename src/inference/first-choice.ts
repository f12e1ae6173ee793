/** How a model's first backend is found: the remembered one, the person's choice of device, or the measured best. */
import { asEarshotError, EarshotError } from "../errors/earshot-error.ts";
import type { Backend, BackendTrial, Device } from "../models/model-info.ts";
import { type BackendMemory, cpuCandidates, type Hardware, memoryKey, recall, WEBGPU } from "./backend-candidates.ts";
import type { TrialContext } from "./backend-trial.ts";
import { type Choice, chooseBackend } from "./choose-backend.ts";

/** A remembered backend that is this much slower than it was is measured against the others again. */
const SLOWER_THAN_REMEMBERED = 3;

/** One that is hardly slower needs no second look. */
const AS_REMEMBERED = 1.25;

export interface ChoiceOptions {
  readonly memory: BackendMemory;
  readonly hardware: Hardware;
  /** The person's choice of device; null = measured. */
  readonly device: Device | null;
}

/** What won on an earlier visit, checked again; null where nothing is kept, or it no longer holds. */
export async function rememberedChoice(options: ChoiceOptions, context: TrialContext): Promise<Choice | null> {
  if (options.device !== null) return null;
  const { memory, hardware } = options;
  const kept = recall(memory, memoryKey(context.files, hardware));
  if (!kept) return null;
  const again = { ...context, enoughMs: kept.windowMs * AS_REMEMBERED };
  const { windowMs: _, ...backend } = kept;
  const choice = await chooseBackend([backend], again).catch((thrown) => {
    if (asEarshotError(thrown).code === "aborted") throw thrown;
    return null; // Measured anew.
  });
  if (choice && choice.report.windowMs > kept.windowMs * SLOWER_THAN_REMEMBERED + 5) {
    choice.worker.terminate();
    return null;
  }
  return choice && { ...choice, report: { ...choice.report, remembered: true } };
}

export async function firstChoice(options: ChoiceOptions, context: TrialContext): Promise<Choice> {
  const { hardware } = options;
  const onCpu = cpuCandidates(context.files, hardware);
  if (options.device !== "webgpu") return chooseBackend(onCpu, context, hardware.cores);
  return chooseFirstRight([WEBGPU, ...onCpu.reverse()], context);
}

/** The first right one in the given order; the trials of those before it are kept. */
export async function chooseFirstRight(backends: readonly Backend[], context: TrialContext): Promise<Choice> {
  const failed: BackendTrial[] = [];
  let error: EarshotError | null = null;
  for (const backend of backends) {
    try {
      const choice = await chooseBackend([backend], context);
      return { ...choice, report: { ...choice.report, trials: [...failed, ...choice.report.trials] } };
    } catch (thrown) {
      error = asEarshotError(thrown);
      if (error.code === "aborted" || error.code.startsWith("model-config") || error.code === "model-unsupported")
        throw error;
      failed.push(
        error.code === "backend-wrong-numbers"
          ? { backend, outcome: "wrong", maxError: Number.NaN }
          : { backend, outcome: "failed", reason: error.message },
      );
    }
  }
  throw error ?? new EarshotError("backend-unavailable", "no backend to try");
}
