/**
 * One model, ready to run: waveform → features → session → logits (and embeddings). Knows neither DOM nor worker; the
 * runtime is injected. Does not know score functions: `scores/` turns logits into what is shown.
 */
import { EarshotError } from "../errors/earshot-error.ts";
import { completePreprocessor } from "../models/complete-preprocessor.ts";
import { spreadNorms } from "../models/graph/spread-norms.ts";
import type { ModelFiles } from "../models/model-files.ts";
import type { ModelInfo } from "../models/model-info.ts";
import { HALF_FLOATS } from "../models/precision.ts";
import { readModelInfo, readPreprocessor } from "../models/read-config.ts";
import { readTagger } from "../models/tagger-schema.ts";
import { createExtractor } from "./features/extractor.ts";
import type { Extractor, FeatureTensor } from "./features/feature-tensor.ts";
import { createTaggerExtractor } from "./features/tagger-extractor.ts";
import { fitGraph, MASK_INPUT } from "./fit-graph.ts";
import { freeMemory } from "./free-memory.ts";
import { MeasuredBatches } from "./measured-batches.ts";
import { outputLogits } from "./output-logits.ts";
import type { RunPackRequest, RunPackResult, RunResult } from "./protocol.ts";
import type { OnnxRuntime, OnnxSession, OnnxTensor } from "./runtime.ts";

interface Parts {
  readonly info: ModelInfo;
  readonly runtime: OnnxRuntime;
  readonly session: OnnxSession;
  readonly extractor: Extractor;
}

export class Classifier {
  readonly info: ModelInfo;
  readonly #runtime: OnnxRuntime;
  readonly #session: OnnxSession;
  readonly #extractor: Extractor;
  readonly #batches: MeasuredBatches;

  private constructor({ info, runtime, session, extractor }: Parts) {
    this.info = info;
    this.#runtime = runtime;
    this.#session = session;
    this.#extractor = extractor;
    this.#batches = new MeasuredBatches(
      async (features, windows) => (await this.#infer(features, windows)).logits,
      extractor.takesBatches,
    );
  }

  /** @throws EarshotError `model-config-invalid` | `model-unsupported` | `model-corrupt` | `backend-unavailable` */
  static async create(files: ModelFiles, runtime: OnnxRuntime): Promise<Classifier> {
    const info = readModelInfo(files);
    const extractor = extractorOf(files);
    const session = await openSession(files, runtime);
    try {
      return new Classifier({ info: fitGraph(session, extractor, info), runtime, session, extractor });
    } catch (thrown) {
      await session.release();
      throw thrown;
    }
  }

  /**
   * @param samples mono float32 at `info.sampleRateHz`; not changed.
   * @param start where they begin in a live stream: features that the window before has are not made again.
   */
  async run(samples: Float32Array, start?: number): Promise<RunResult> {
    const startedMs = performance.now();
    const features = await this.#extractor.extract(samples, start);
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
    const { id, labels, output, activation } = this.info;
    const values = floats(outputs[output.name]);
    if (!values) {
      throw new EarshotError("model-unsupported", `${output.name} is not float32`, { details: { id } });
    }
    const logits = outputLogits(values, windows, labels.length, output.is === "scores" ? activation : null);
    // More rows than windows are frames, which only scores have a mean of; then the last dimension must be the labels.
    const frames = output.is === "scores" && outputs[output.name]?.dims.at(-1) === labels.length;
    if (!logits || (values.length !== logits.length && !frames)) {
      const details = { id, logits: values.length, labels: windows * labels.length };
      throw new EarshotError("model-config-invalid", "labels and logits differ in number", { details });
    }
    if (!logits.every(Number.isFinite)) {
      throw new EarshotError("backend-wrong-numbers", "a logit is not a finite number", { details: { id } });
    }
    const result = { logits, embeddings: floats(outputs.embeddings)?.slice() ?? null };
    for (const tensor of Object.values(outputs)) tensor.dispose();
    return result;
  }

  #feeds({ name, data, dims, mask }: FeatureTensor): Record<string, OnnxTensor> {
    const graphDims = this.#extractor.takesBatches ? dims : dims.slice(1);
    const feeds: Record<string, OnnxTensor> = { [name]: this.#runtime.createTensor("float32", data, graphDims) };
    if (this.#session.inputs.some((input) => input.name === MASK_INPUT)) {
      feeds[MASK_INPUT] = this.#runtime.createMask([dims[0] ?? 1, dims[1] ?? 0], mask ?? null);
    }
    return feeds;
  }

  async dispose(): Promise<void> {
    await this.#session.release();
  }
}

function extractorOf({ config, preprocessor, tagger }: ModelFiles): Extractor {
  if (tagger !== null) return createTaggerExtractor(readTagger(tagger));
  const complete = completePreprocessor(config, preprocessor);
  return createExtractor(readPreprocessor(complete).feature_extractor_type, complete);
}

async function openSession(files: ModelFiles, runtime: OnnxRuntime): Promise<OnnxSession> {
  const { id, weights, externalData, precision } = files;
  const graph = HALF_FLOATS.includes(precision) ? weights : await spreadNorms(weights);
  const bytes = new Uint8Array(await graph.arrayBuffer());
  return runtime.createSession({ bytes, externalData, precision }).catch((cause: unknown) => {
    if (cause instanceof EarshotError) throw cause;
    throw new EarshotError("model-corrupt", `no session: ${String(cause)}`, { details: { id }, cause });
  });
}

function floats(tensor: OnnxTensor | undefined): Float32Array | undefined {
  return tensor?.data instanceof Float32Array ? tensor.data : undefined;
}
