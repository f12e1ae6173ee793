/**
 * Picks the fastest backend that gives the right numbers, by trying each on the golden window. Every candidate runs in a
 * worker of its own; the losers' workers end. [Note: WebGPU second] WebGPU's runtime is 27 MB and its shaders compile
 * for seconds, so WASM is measured first and is what the person starts with; WebGPU is tried afterwards by `engine.ts`.
 */
import { EarshotError } from "../errors/earshot-error.ts";
import type { Backend, BackendReport, BackendTrial } from "../models/model-info.ts";
import { sameBackend } from "./backend-candidates.ts";
import { type TrialContext, type TrialResult, tryBackend } from "./backend-trial.ts";
import type { ModelWorker } from "./model-worker.ts";

export interface Choice {
  readonly worker: ModelWorker;
  readonly report: BackendReport;
  /** The answer to the golden window that later candidates are held to. */
  readonly expected: ArrayLike<number>;
}

/** A candidate must be this much faster than the best so far to take its place: a tie keeps the simpler one. */
const CLEARLY_FASTER = 0.9;

/**
 * A window in so little time is fast enough for anything: then more threads are not tried. They would save a millisecond
 * of each window and take the core that decodes the next ones (measured on an hour of MP3, two cores: 26 s with two
 * threads, 20 s with one), and the model starts sooner.
 */
const PLENTY_MS = 4;

/**
 * A thread on every core leaves none to whoever draws the bars, decodes a file or takes in sound. Worth it only where a window
 * takes a good part of the live hop (measured on two cores, 5 ms a window: bars come up to 30 ms later with two threads than with one).
 */
const ALL_CORES_OVER_MS = 20;

/** How fast the best so far is for this candidate not to be worth its trial, in milliseconds a window. */
function enoughMs(candidate: Backend, best: Backend | undefined, cores: number): number {
  if (candidate.device !== "wasm") return 0;
  // onnxruntime would have to be fetched and compiled, and is slower on a core (`bench/RESULTS.md`): only all of them could help.
  return candidate.threads < cores && !best?.runtime ? PLENTY_MS : ALL_CORES_OVER_MS;
}

/**
 * @param cores of this machine, where more than one candidate is to be weighed
 * @throws EarshotError of the model, else of the first candidate, where none is right.
 */
export async function chooseBackend(
  candidates: readonly Backend[],
  context: TrialContext,
  cores: number = Number.POSITIVE_INFINITY,
): Promise<Choice> {
  const trials: BackendTrial[] = [];
  let best: (TrialResult & { readonly worker: ModelWorker }) | null = null;
  let bestMs = Number.POSITIVE_INFINITY;
  let firstError: EarshotError | null = null;
  let expected: ArrayLike<number> | null = context.files.golden?.logits ?? null;
  try {
    for (const backend of candidates) {
      if (bestMs <= enoughMs(backend, best?.worker.backend, cores)) break;
      const result = await tryBackend(backend, expected, context);
      trials.push(result.trial);
      firstError = tellsMore(result.error, firstError);
      expected ??= result.logits;
      if (result.trial.outcome !== "right" || !result.worker) continue;
      if (result.trial.tookMs < bestMs * CLEARLY_FASTER) {
        best?.worker.terminate();
        best = { ...result, worker: result.worker };
        bestMs = result.trial.tookMs;
      } else result.worker.terminate();
    }
  } catch (thrown) {
    best?.worker.terminate();
    throw thrown;
  }
  if (!best || !expected) throw firstError ?? wrongEverywhere(trials);
  const report = { chosen: best.worker.backend, windowMs: bestMs, trials, remembered: false };
  return { worker: best.worker, report, expected };
}

/** The first error, but one of the model itself before one of a backend, which another might not have. */
function tellsMore(error: EarshotError | null, before: EarshotError | null): EarshotError | null {
  const ofModel = error?.code.startsWith("model-") && !before?.code.startsWith("model-");
  return ofModel ? error : (before ?? error);
}

/** One more candidate against a choice already made; null where it does not win. */
export async function challenge(
  choice: Choice,
  backend: Backend,
  context: TrialContext,
): Promise<Choice | BackendTrial> {
  const result = await tryBackend(backend, choice.expected, context);
  const trials = [...choice.report.trials.filter((t) => !sameBackend(t.backend, backend)), result.trial];
  if (
    result.worker &&
    result.trial.outcome === "right" &&
    result.trial.tookMs < choice.report.windowMs * CLEARLY_FASTER
  ) {
    const report = { chosen: backend, windowMs: result.trial.tookMs, trials, remembered: false };
    return { worker: result.worker, report, expected: choice.expected };
  }
  result.worker?.terminate();
  return result.trial;
}

function wrongEverywhere(trials: readonly BackendTrial[]): EarshotError {
  const tried = trials.map(({ backend }) => `${backend.device}/${backend.threads}`).join(", ");
  return new EarshotError("backend-wrong-numbers", `no backend gave the right numbers: ${tried}`, {
    details: { tried },
  });
}
