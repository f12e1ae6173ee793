/**
 * Believes a model's two JSON files as far as they can be checked: labels, rate, window, score function. A config comes
 * from anybody; what does not fit ends in `model-config-invalid` or `model-unsupported`, never in a guess.
 */
import * as v from "valibot";
import { EarshotError } from "../errors/earshot-error.ts";
import type { Activation } from "../scores/activation.ts";
import type { ModelFiles } from "./model-files.ts";
import type { ModelInfo } from "./model-info.ts";

const MAX_LABELS = 20_000;
/** Seconds a window lasts where the architecture leaves it free (wav2vec2 and its kin). */
export const FREE_WINDOW_S = 2;
/** Frame length and hop of every AST-style log-mel, in samples. Source: ASTFeatureExtractor, transformers 5.23. */
const AST_FRAME_SAMPLES = 400;
const AST_HOP_SAMPLES = 160;

const positiveInteger = v.pipe(v.number(), v.integer(), v.minValue(1));

const ConfigSchema = v.object({
  model_type: v.string(),
  architectures: v.optional(v.nullable(v.array(v.string()))),
  problem_type: v.optional(v.nullable(v.string())),
  id2label: v.record(v.pipe(v.string(), v.regex(/^\d+$/)), v.string()),
});

const PreprocessorSchema = v.object({
  feature_extractor_type: v.string(),
  sampling_rate: v.optional(v.pipe(positiveInteger, v.maxValue(384_000)), 16_000),
  max_length: v.optional(v.pipe(positiveInteger, v.maxValue(100_000))),
  chunk_length: v.optional(v.pipe(v.number(), v.minValue(0.1), v.maxValue(600))),
});

export type Preprocessor = v.InferOutput<typeof PreprocessorSchema>;

/** @throws EarshotError `model-config-invalid` | `model-unsupported` */
export function readModelInfo(files: ModelFiles): ModelInfo {
  const config = parse(ConfigSchema, files.config, "config.json");
  const preprocessor = readPreprocessor(files.preprocessor);
  const architecture = config.architectures?.[0] ?? config.model_type;
  if (!architecture.includes("Classification") && config.architectures?.length) {
    throw new EarshotError("model-unsupported", `${architecture} does not classify`, { details: { architecture } });
  }
  const window = windowOf(preprocessor);
  return {
    id: files.id,
    source: files.source,
    labels: labelsOf(config.id2label),
    sampleRateHz: preprocessor.sampling_rate,
    windowSamples: window.samples,
    windowIsFixed: window.fixed,
    activation: activationOf(config.problem_type ?? null),
    architecture: config.model_type,
    sizeBytes: files.weights.size,
  };
}

export function readPreprocessor(json: unknown): Preprocessor {
  return parse(PreprocessorSchema, json, "preprocessor_config.json");
}

function windowOf(preprocessor: Preprocessor): { samples: number; fixed: boolean } {
  const { feature_extractor_type: type, max_length, chunk_length, sampling_rate } = preprocessor;
  if (type === "ASTFeatureExtractor") {
    return { samples: AST_FRAME_SAMPLES + AST_HOP_SAMPLES * ((max_length ?? 1024) - 1), fixed: true };
  }
  if (type === "WhisperFeatureExtractor") {
    return { samples: Math.round((chunk_length ?? 30) * sampling_rate), fixed: true };
  }
  return { samples: FREE_WINDOW_S * sampling_rate, fixed: false };
}

/** As Python's pipeline decides: sigmoid for `multi_label_classification`, none for regression, else softmax. */
function activationOf(problemType: string | null): Activation {
  if (problemType === "multi_label_classification") return "sigmoid";
  return problemType === "regression" ? "none" : "softmax";
}

function labelsOf(id2label: Record<string, string>): string[] {
  const count = Object.keys(id2label).length;
  if (count === 0 || count > MAX_LABELS) throw invalid("config.json", `${count} labels`);
  return Array.from({ length: count }, (_, id) => {
    const label = id2label[String(id)];
    if (label === undefined) throw invalid("config.json", `id2label has no entry ${id}`);
    return label;
  });
}

function parse<T>(schema: v.GenericSchema<unknown, T>, json: unknown, file: string): T {
  const outcome = v.safeParse(schema, json);
  if (outcome.success) return outcome.output;
  const [issue] = outcome.issues;
  throw invalid(file, `${v.getDotPath(issue) ?? "file"}: ${issue.message}`);
}

function invalid(file: string, reason: string): EarshotError {
  return new EarshotError("model-config-invalid", `${file}: ${reason}`, { details: { file, reason } });
}
