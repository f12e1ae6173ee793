/**
 * One model, ready to run: waveform → features → session → logits (and embeddings). Knows neither DOM nor worker; the
 * runtime is injected. Does not know score functions: `scores/` turns logits into what is shown.
 */
import { EarshotError } from "../errors/earshot-error.ts";
import type { ModelFiles } from "../models/model-files.ts";
import type { ModelInfo } from "../models/model-info.ts";
import { readModelInfo, readPreprocessor } from "../models/read-config.ts";
import { createExtractor } from "./features/extractor.ts";
import type { Extractor, FeatureTensor } from "./features/feature-tensor.ts";
import { freeMemory } from "./free-memory.ts";
import { MeasuredBatches } from "./measured-batches.ts";
import type { RunPackRequest, RunPackResult, RunResult } from "./protocol.ts";
import type { OnnxRuntime, OnnxSession, OnnxTensor } from "./runtime.ts";

export class Classifier {
  readonly info: ModelInfo;
  readonly #runtime: OnnxRuntime;
  readonly #session: OnnxSession;
  readonly #extractor: Extractor;
  readonly #batches: MeasuredBatches;

  private constructor(info: ModelInfo, runtime: OnnxRuntime, session: OnnxSession, extractor: Extractor) {
    this.info = info;
    this.#runtime = runtime;
    this.#session = session;
    this.#extractor = extractor;
    this.#batches = new MeasuredBatches(async (features, windows) => (await this.#infer(features, windows)).logits);
  }

  /** @throws EarshotError `model-config-invalid` | `model-unsupported` | `model-corrupt` */
  static async create(files: ModelFiles, runtime: OnnxRuntime): Promise<Classifier> {
    const info = readModelInfo(files);
    const extractor = await createExtractor(
      readPreprocessor(files.preprocessor).feature_extractor_type,
      files.preprocessor,
    );
    const weights = new Uint8Array(await files.weights.arrayBuffer());
    const session = await runtime.createSession(weights).catch((cause: unknown) => {
      throw new EarshotError("model-corrupt", `no session: ${String(cause)}`, { details: { id: files.id }, cause });
    });
    return new Classifier(info, runtime, session, extractor);
  }

  /** @param samples mono float32 at `info.sampleRateHz`; not changed. */
  async run(samples: Float32Array): Promise<RunResult> {
    const startedMs = performance.now();
    const features = await this.#extractor.extract(samples);
    const extractedMs = performance.now();
    const { logits, embeddings } = await this.#infer(features, 1);
    return { logits, embeddings, featuresMs: extractedMs - startedMs, modelMs: performance.now() - extractedMs };
  }

  /** Many windows of one stretch of sound: as one batch where that was measured to be faster, else one by one. */
  async runPack({ samples, offsets, windowSamples }: RunPackRequest): Promise<RunPackResult> {
    const features = await this.#extractor.extractMany(samples, offsets, windowSamples);
    const logits = await this.#batches.run(features);
    freeMemory(features.data);
    return { logits };
  }

  async #infer(features: FeatureTensor, windows: number): Promise<Pick<RunResult, "logits" | "embeddings">> {
    const outputs = await this.#session.run(this.#feeds(features));
    const logits = floats(outputs.logits);
    const { id, labels } = this.info;
    if (!logits) throw new EarshotError("model-unsupported", "no output named logits", { details: { id } });
    if (logits.length !== windows * labels.length) {
      const details = { id, logits: logits.length, labels: windows * labels.length };
      throw new EarshotError("model-config-invalid", "labels and logits differ in number", { details });
    }
    if (!logits.every(Number.isFinite)) {
      throw new EarshotError("backend-wrong-numbers", "a logit is not a finite number", { details: { id } });
    }
    const result = { logits: logits.slice(), embeddings: floats(outputs.embeddings)?.slice() ?? null };
    for (const output of Object.values(outputs)) output.dispose();
    return result;
  }

  #feeds({ name, data, dims }: FeatureTensor): Record<string, OnnxTensor> {
    const feeds: Record<string, OnnxTensor> = {};
    for (const input of this.#session.inputNames) {
      if (input === name) feeds[input] = this.#runtime.createTensor("float32", data, dims);
      else if (input === "attention_mask") feeds[input] = this.#runtime.createMask(dims[0] ?? 1, dims[1] ?? 0);
      else
        throw new EarshotError("model-unsupported", `unknown input ${input}`, { details: { id: this.info.id, input } });
    }
    return feeds;
  }

  async dispose(): Promise<void> {
    await this.#session.release();
  }
}

function floats(tensor: OnnxTensor | undefined): Float32Array | undefined {
  return tensor?.data instanceof Float32Array ? tensor.data : undefined;
}
