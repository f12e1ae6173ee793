/**
 * Extractors of transformers.js, taken one class at a time and fed the checkpoint's own `preprocessor_config.json`.
 * The library is loaded only for models that need it, and without its runtime (see `vite.config.ts`).
 */
import { EarshotError } from "../../errors/earshot-error.ts";
import { type Extractor, oneByOne } from "./feature-tensor.ts";

type SupportedType = "Wav2Vec2FeatureExtractor" | "WhisperFeatureExtractor";

interface TensorLike {
  readonly data: unknown;
  readonly dims: readonly number[];
}

export async function createTransformersExtractor(type: SupportedType, json: unknown): Promise<Extractor> {
  const transformers = await import("@huggingface/transformers");
  const extract: (waveform: Float32Array) => Promise<Record<string, TensorLike>> = callable(
    new transformers[type](json),
  );
  const name = type === "WhisperFeatureExtractor" ? "input_features" : "input_values";
  return oneByOne(async (waveform) => {
    const tensor = (await extract(waveform))[name];
    if (!(tensor?.data instanceof Float32Array)) throw new EarshotError("internal", `${type} gave no ${name}`);
    return { name, data: tensor.data, dims: tensor.dims };
  });
}

/** The library's extractors are functions with a prototype; their declared type does not say so. */
function callable<T>(extractor: unknown): T {
  if (typeof extractor !== "function") throw new EarshotError("internal", "the extractor cannot be called");
  return extractor as T;
}
