/**
 * A model that keeps running: owns the worker of the chosen backend and replaces it when it dies, is lost or is beaten.
 * Promises: a window given to `run` is answered once, on this worker or on the next; a fallback is always told.
 */
import { asEarshotError, EarshotError } from "../errors/earshot-error.ts";
import type { ModelFiles } from "../models/model-files.ts";
import type { Backend, BackendReport, BackendTrial, ModelInfo } from "../models/model-info.ts";
import { LAST_KEY, memoryKey, sameBackend, WEBGPU, wasmCandidates } from "./backend-candidates.ts";
import type { TrialContext } from "./backend-trial.ts";
import { type Choice, challenge } from "./choose-backend.ts";
import type { EngineEvent } from "./engine-event.ts";
import { type ChoiceOptions, chooseFirstRight, firstChoice, rememberedChoice } from "./first-choice.ts";
import type { ModelRunner, RunOptions } from "./model-runner.ts";
import type { ModelWorker, StartWorker } from "./model-worker.ts";
import type { RunPackRequest, RunPackResult, RunResult } from "./protocol.ts";

export interface EngineOptions extends ChoiceOptions {
  readonly startWorker: StartWorker;
  readonly onEvent: (event: EngineEvent) => void;
}

/** Deaths in a row without a result in between after which a backend is given up. */
const DEATHS_ALLOWED = 2;

export class Engine implements ModelRunner {
  readonly packWindows = null;
  /** While it hears the end of one, the next is opened and decoded. */
  readonly filesAtOnce = 2;
  readonly #files: ModelFiles;
  readonly #options: EngineOptions;
  readonly #closing = new AbortController();
  readonly #dead = new Map<string, number>();
  #choice: Choice;
  #recovery: Promise<void> | null = null;

  private constructor(files: ModelFiles, options: EngineOptions, choice: Choice) {
    this.#files = files;
    this.#options = options;
    this.#choice = choice;
    this.#adopt(choice);
  }

  /** @throws EarshotError `model-*`, `backend-*` or `aborted` */
  static async open(files: ModelFiles, options: EngineOptions, signal: AbortSignal): Promise<Engine> {
    const context = { startWorker: options.startWorker, files, signal };
    const choice = (await rememberedChoice(options, context)) ?? (await firstChoice(options, context));
    const engine = new Engine(files, options, choice);
    engine.#remember();
    void engine.#tellDisappointments();
    return engine;
  }

  get info(): ModelInfo {
    return this.#choice.worker.info;
  }

  get report(): BackendReport {
    return this.#choice.report;
  }

  /** Logits of the golden waveform, that every backend is held to. */
  get golden(): Float32Array {
    return Float32Array.from(this.#choice.expected);
  }

  /** Logits of one window of mono sound at the model's rate; a window whose worker dies is run again on the next. */
  run(samples: Float32Array, options: RunOptions = {}): Promise<RunResult> {
    return this.#untilDone((worker) => worker.run(samples, options), options.signal);
  }

  /** Logits of several windows, as `run` would give them one by one. */
  runPack(pack: RunPackRequest, signal?: AbortSignal): Promise<RunPackResult> {
    return this.#untilDone((worker) => worker.runPack(pack, signal), signal);
  }

  async #untilDone<T>(work: (worker: ModelWorker) => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    for (let attempt = 0; ; attempt++) {
      await this.#recovery;
      const { worker } = this.#choice;
      try {
        const result = await work(worker);
        this.#dead.delete(keyOf(worker.backend));
        return result;
      } catch (thrown) {
        const error = asEarshotError(thrown, "backend-failed");
        if (this.#closing.signal.aborted) throw new EarshotError("aborted", "the model was closed", { cause: error });
        if (signal?.aborted || error.code.startsWith("model-")) throw error;
        if (attempt >= DEATHS_ALLOWED) {
          this.#options.onEvent({ kind: "gone", error });
          throw error;
        }
        await this.#recover(worker, error);
      }
    }
  }

  /** Tries WebGPU in the background and moves over where it is right and clearly faster. [Note: WebGPU second] */
  async considerWebGpu(): Promise<void> {
    const { hardware, device } = this.#options;
    const known = this.report.trials.some((trial) => trial.backend.device === "webgpu");
    if (!hardware.webgpu || device !== null || known || this.report.remembered) return;
    // A millisecond or two: nothing is to be won by 27 MB of runtime and seconds of shaders.
    if (this.report.chosen.runtime) return;
    const before = this.#choice;
    const outcome = await challenge(before, WEBGPU, this.#context()).catch(() => null);
    if (!outcome || this.#closing.signal.aborted || this.#choice !== before) {
      if (outcome && "worker" in outcome) outcome.worker.terminate();
      return;
    }
    if ("worker" in outcome) {
      this.#adopt(outcome);
      before.worker.terminate();
    } else {
      const report = { ...before.report, trials: [...before.report.trials, outcome] };
      this.#choice = { ...before, report };
    }
    this.#remember();
    this.#options.onEvent({ kind: "measured", report: this.report });
  }

  dispose(): void {
    this.#closing.abort();
    this.#choice.worker.terminate();
  }

  #adopt(choice: Choice): void {
    this.#choice = choice;
    choice.worker.ondeath = (error) => void this.#recover(choice.worker, error).catch(() => {}); // told by "gone"
  }

  /** One recovery at a time, whoever noticed first. */
  #recover(worker: ModelWorker, error: EarshotError): Promise<void> {
    if (this.#choice.worker !== worker || this.#closing.signal.aborted) return this.#recovery ?? Promise.resolve();
    this.#recovery ??= this.#replace(worker, error).finally(() => {
      this.#recovery = null;
    });
    return this.#recovery;
  }

  async #replace(worker: ModelWorker, error: EarshotError): Promise<void> {
    const from = worker.backend;
    worker.terminate();
    const deaths = (this.#dead.get(keyOf(from)) ?? 0) + 1;
    this.#dead.set(keyOf(from), error.code === "backend-lost" ? DEATHS_ALLOWED : deaths);
    const next = this.#survivors(from);
    try {
      const choice = await chooseFirstRight(next, this.#context());
      this.#adopt({
        ...choice,
        report: { ...choice.report, trials: mergeTrials(this.report.trials, choice.report.trials) },
      });
    } catch (thrown) {
      const gone = asEarshotError(thrown, "backend-failed");
      if (this.#closing.signal.aborted) throw gone; // Closed meanwhile: its owner knows.
      this.#options.onEvent({ kind: "gone", error: gone });
      throw gone;
    }
    const to = this.#choice.worker.backend;
    const why = error.code;
    this.#options.onEvent(
      sameBackend(from, to) ? { kind: "restarted", backend: to, why } : { kind: "fell-back", from, to, why },
    );
  }

  /** The same backend first, unless it has died too often; then the others, best first; WASM last of all. */
  #survivors(from: Backend): Backend[] {
    const usable = (backend: Backend) => (this.#dead.get(keyOf(backend)) ?? 0) < DEATHS_ALLOWED;
    const right = this.report.trials.filter((trial) => trial.outcome === "right").sort((a, b) => a.tookMs - b.tookMs);
    const all = [from, ...right.map((trial) => trial.backend), ...wasmCandidates(this.#options.hardware).reverse()];
    const fresh = all.filter((backend, index) => all.findIndex((other) => sameBackend(other, backend)) === index);
    const left = fresh.filter(usable);
    return left.length > 0 ? left : [{ device: "wasm", threads: 1 }];
  }

  #context(): TrialContext {
    return { startWorker: this.#options.startWorker, files: this.#files, signal: this.#closing.signal };
  }

  #remember(): void {
    const { memory, hardware, device } = this.#options;
    if (device !== null) return;
    const { chosen, windowMs } = this.report;
    const kept = JSON.stringify({ ...chosen, windowMs });
    memory.set(memoryKey(this.#files, hardware), kept);
    if (!chosen.runtime) memory.set(LAST_KEY, kept);
  }

  /** Says which backends failed or answered wrongly at load. */
  async #tellDisappointments(): Promise<void> {
    await Promise.resolve(); // After `open` has returned: the listener may want the engine.
    const to = this.report.chosen;
    for (const trial of this.report.trials) {
      if (trial.outcome === "right") continue;
      const why = trial.outcome === "wrong" ? "backend-wrong-numbers" : trial.reason;
      this.#options.onEvent({ kind: "fell-back", from: trial.backend, to, why });
    }
  }
}

function mergeTrials(before: readonly BackendTrial[], after: readonly BackendTrial[]): BackendTrial[] {
  return [...before.filter((old) => !after.some((trial) => sameBackend(trial.backend, old.backend))), ...after];
}

function keyOf({ device, threads, runtime }: Backend): string {
  return `${device}/${threads}/${runtime ?? "onnxruntime"}`;
}
