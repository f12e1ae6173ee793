/** Inference workers that behave as told for each backend: right or wrong numbers, slow, refusing, dying. */
import { EarshotError, type ErrorCode, toPlainError } from "../errors/earshot-error.ts";
import type { InferenceProtocol } from "../inference/protocol.ts";
import { type ModelFiles, PLAIN } from "../models/model-files.ts";
import type { Backend } from "../models/model-info.ts";
import { readModelInfo } from "../models/read-config.ts";
import { FakeWorker } from "./fake-worker.ts";

export interface Behaviour {
  readonly medianMs: number;
  readonly logits?: readonly number[];
  /** With this code where it is one. */
  readonly refuses?: boolean | ErrorCode;
  readonly diesOnRun?: boolean;
  /** Every pack is answered only then. */
  readonly packsAfter?: () => Promise<void>;
}

export const RIGHT_LOGITS = [2, -1, 0.5];

export const FILES: ModelFiles = {
  id: "tiny/three",
  source: "hub",
  config: { model_type: "wav2vec2", id2label: { 0: "one", 1: "two", 2: "three" } },
  preprocessor: { feature_extractor_type: "Wav2Vec2FeatureExtractor", sampling_rate: 16_000 },
  ...PLAIN,
  weights: new Blob([new Uint8Array(10)]),
  golden: { samples: 16_000, logits: RIGHT_LOGITS },
};

/** `wasm/2` | `webgpu/1` | `convnet`: our own kernels. */
export const nameOf = ({ device, threads, runtime }: Backend): string => runtime ?? `${device}/${threads}`;

/** Every worker started so far, in order, with the backend that it loaded. */
export class FakeInference {
  readonly started: { worker: FakeWorker<InferenceProtocol>; backend: Backend }[] = [];
  readonly #behaviours: Record<string, Behaviour>;

  constructor(behaviours: Record<string, Behaviour>) {
    this.#behaviours = behaviours;
  }

  readonly start = (): FakeWorker<InferenceProtocol> => {
    let behaviour: Behaviour | undefined;
    const logits = () => Float32Array.from(behaviour?.logits ?? RIGHT_LOGITS);
    const worker = new FakeWorker<InferenceProtocol>({
      load: async ({ files, backend }) => {
        behaviour = this.#behaviours[nameOf(backend)];
        this.started.push({ worker, backend });
        const { refuses = false } = behaviour ?? { refuses: true };
        if (refuses) {
          throw new EarshotError(refuses === true ? "backend-unavailable" : refuses, `${nameOf(backend)} refuses`);
        }
        return { result: { info: readModelInfo(files), loadMs: 1 } };
      },
      prepare: async () => ({ result: null }),
      golden: async () => ({ result: { logits: logits(), medianMs: behaviour?.medianMs ?? 0 } }),
      runPack: async ({ offsets }) => {
        if (behaviour?.diesOnRun) worker.crash("died of a run");
        await behaviour?.packsAfter?.();
        const one = logits();
        const all = new Float32Array(one.length * offsets.length);
        for (let window = 0; window < offsets.length; window++) all.set(one, window * one.length);
        return { result: { logits: all } };
      },
      run: async () => {
        if (behaviour?.diesOnRun) worker.crash("died of a run");
        return { result: { logits: logits(), embeddings: null, featuresMs: 0, modelMs: 0 } };
      },
    });
    return worker;
  };

  get alive(): string[] {
    return this.started.filter(({ worker }) => !worker.terminated).map(({ backend }) => nameOf(backend));
  }

  /** The device under the worker that runs now goes away. */
  loseDevice(): void {
    const current = this.started.findLast(({ worker }) => !worker.terminated);
    const error = toPlainError(new EarshotError("backend-lost", "device lost", { transient: true }));
    current?.worker.tell({ kind: "backend-lost", error });
  }
}
