/**
 * Extractors of transformers.js, taken one class at a time and fed the checkpoint's own `preprocessor_config.json`.
 * The library is loaded only for models that need it, and without its runtime (see `vite.config.ts`).
 */
import * as v from "valibot";
import { EarshotError } from "../../errors/earshot-error.ts";
import { type Extractor, oneByOne } from "./feature-tensor.ts";

type SupportedType = "SeamlessM4TFeatureExtractor" | "WhisperFeatureExtractor";

interface TensorLike {
  readonly data: unknown;
  readonly dims: readonly number[];
}

const size = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000));

/** What the classes divide and multiply by: they check nothing themselves. Defaults are the Python classes' own. */
const SeamlessSchema = v.looseObject({
  num_mel_bins: v.optional(size, 80),
  sampling_rate: v.optional(size, 16_000),
  stride: v.optional(size, 2),
  padding_value: v.optional(v.number(), 0),
});
const WhisperSchema = v.looseObject({
  feature_size: v.optional(size, 80),
  sampling_rate: v.optional(size, 16_000),
  hop_length: v.optional(size, 160),
  n_fft: v.optional(size, 400),
  chunk_length: v.optional(v.pipe(v.number(), v.minValue(0.1), v.maxValue(600)), 30),
});

export async function createTransformersExtractor(type: SupportedType, json: unknown): Promise<Extractor> {
  const { config, shape } = type === "WhisperFeatureExtractor" ? whisper(json) : seamless(json);
  const transformers = await import("@huggingface/transformers");
  const extract: (waveform: Float32Array) => Promise<Record<string, TensorLike>> = callable(
    new transformers[type](config),
  );
  const name = "input_features";
  return oneByOne({
    name,
    shape,
    takesBatches: true,
    async extract(waveform) {
      const { [name]: tensor, attention_mask } = await extract(waveform);
      if (!(tensor?.data instanceof Float32Array)) throw new EarshotError("internal", `${type} gave no ${name}`);
      return { name, data: tensor.data, dims: tensor.dims, mask: paddingOf(attention_mask) };
    },
  });
}

function seamless(json: unknown) {
  const config = parse(SeamlessSchema, json);
  return { config, shape: [null, null, config.num_mel_bins * config.stride] };
}

/** The window's length in samples and frames follows from its seconds, where the file leaves it out. */
function whisper(json: unknown) {
  const config = parse(WhisperSchema, json);
  const n_samples = Math.round(config.chunk_length * config.sampling_rate);
  const nb_max_frames = Math.floor(n_samples / config.hop_length);
  return { config: { ...config, n_samples, nb_max_frames }, shape: [null, config.feature_size, nb_max_frames] };
}

/** An odd last frame is padded to a step, and does not count. Every step counts: no mask. */
function paddingOf(mask: TensorLike | undefined): Uint8Array | undefined {
  if (!(mask?.data instanceof BigInt64Array) || mask.data.every((kept) => kept === 1n)) return undefined;
  return Uint8Array.from(mask.data, Number);
}

function parse<T>(schema: v.GenericSchema<unknown, T>, json: unknown): T {
  const parsed = v.safeParse(schema, json);
  if (parsed.success) return parsed.output;
  const reason = `${v.getDotPath(parsed.issues[0]) ?? ""}: ${parsed.issues[0].message}`;
  const details = { file: "preprocessor_config.json", reason };
  throw new EarshotError("model-config-invalid", reason, { details });
}

/** The library's extractors are functions with a prototype; their declared type does not say so. */
function callable<T>(extractor: unknown): T {
  if (typeof extractor !== "function") throw new EarshotError("internal", "the extractor cannot be called");
  return extractor as T;
}
