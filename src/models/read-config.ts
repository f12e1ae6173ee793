/**
 * Believes a model's own files as far as they can be checked: labels, rate, window, score function. They come from anybody;
 * what does not fit ends in `model-config-invalid` or `model-unsupported`, never in a guess.
 */
import * as v from "valibot";
import { EarshotError } from "../errors/earshot-error.ts";
import type { Activation } from "../scores/activation.ts";
import { completePreprocessor } from "./complete-preprocessor.ts";
import { freeWindowS } from "./free-window.ts";
import type { ModelFiles } from "./model-files.ts";
import type { ModelInfo } from "./model-info.ts";
import { parseJson, readOf } from "./parse-json.ts";
import { LabelSchema, labelsOfIds } from "./read-labels.ts";
import type { TaggerSpec } from "./tagger.ts";
import { readTagger } from "./tagger-schema.ts";

/** Frame length and hop of every AST-style log-mel, in samples. Source: ASTFeatureExtractor, transformers 5.23. */
const AST_FRAME_SAMPLES = 400;
const AST_HOP_SAMPLES = 160;

const positiveInteger = v.pipe(v.number(), v.integer(), v.minValue(1));

const ConfigSchema = v.object({
  model_type: v.string(),
  architectures: v.optional(v.nullable(v.array(v.string()))),
  problem_type: v.optional(v.nullable(v.string())),
  finetuning_task: v.optional(v.nullable(v.string())),
  id2label: v.record(v.pipe(v.string(), v.regex(/^\d+$/)), LabelSchema),
});

const PreprocessorSchema = v.object({
  feature_extractor_type: v.string(),
  sampling_rate: v.optional(v.pipe(positiveInteger, v.maxValue(384_000)), 16_000),
  max_length: v.optional(v.pipe(positiveInteger, v.maxValue(100_000))),
  chunk_length: v.optional(v.pipe(v.number(), v.minValue(0.1), v.maxValue(600))),
});

export type Preprocessor = v.InferOutput<typeof PreprocessorSchema>;

/** What a model's own files say of running it: everything of `ModelInfo` but who it is. */
export type ReadFacts = Pick<
  ModelInfo,
  "labels" | "sampleRateHz" | "windowSamples" | "windowIsFixed" | "activation" | "architecture" | "output"
>;

/** @throws EarshotError `model-config-invalid` | `model-unsupported` */
export function readModelInfo(files: ModelFiles): ModelInfo {
  const facts =
    files.tagger === null ? checkpointFacts(files.config, files.preprocessor) : taggerFacts(readTagger(files.tagger));
  const { id, source, precision } = files;
  const sizeBytes = files.externalData.reduce((sum, { data }) => sum + data.size, files.weights.size);
  return { id, source, ...facts, precision, sizeBytes };
}

/** Of `config.json` and `preprocessor_config.json`. @throws EarshotError `model-config-invalid` | `model-unsupported` */
export function checkpointFacts(configJson: unknown, preprocessorJson: unknown): ReadFacts {
  const config = parseJson(ConfigSchema, configJson, "config.json");
  const preprocessor = readPreprocessor(completePreprocessor(configJson, preprocessorJson));
  const architecture = config.architectures?.[0] ?? config.model_type;
  if (!architecture.includes("Classification") && config.architectures?.length) {
    throw new EarshotError("model-unsupported", `${architecture} does not classify`, { details: { architecture } });
  }
  const labels = readOf("config.json", () => labelsOfIds(config.id2label));
  const fixedSamples = fixedWindow(preprocessor);
  return {
    labels,
    sampleRateHz: preprocessor.sampling_rate,
    windowSamples: fixedSamples ?? Math.round(freeWindowS(labels) * preprocessor.sampling_rate),
    windowIsFixed: fixedSamples !== null,
    activation: activationOf(config.problem_type ?? taskProblem(config.finetuning_task)),
    architecture: config.model_type,
    output: { name: "logits", is: "logits" },
  };
}

export function taggerFacts(spec: TaggerSpec): ReadFacts {
  return {
    labels: spec.labels,
    sampleRateHz: spec.sampleRateHz,
    windowSamples: Math.round(spec.windowS * spec.sampleRateHz),
    windowIsFixed: spec.windowIsFixed,
    activation: spec.activation,
    architecture: spec.architecture ?? "tagger",
    output: { name: spec.output, is: spec.outputIs },
  };
}

/** @throws EarshotError `model-config-invalid` */
export function readPreprocessor(json: unknown): Preprocessor {
  return parseJson(PreprocessorSchema, json, "preprocessor_config.json");
}

/** Null where any length runs. */
function fixedWindow(preprocessor: Preprocessor): number | null {
  const { feature_extractor_type: type, max_length, chunk_length, sampling_rate } = preprocessor;
  if (type === "ASTFeatureExtractor") return AST_FRAME_SAMPLES + AST_HOP_SAMPLES * ((max_length ?? 1024) - 1);
  if (type === "WhisperFeatureExtractor") return Math.round((chunk_length ?? 30) * sampling_rate);
  return null;
}

/** Where nothing else says it, `wav2vec2_reg` of models that are trained with their authors' own heads (audeering's of emotion). */
function taskProblem(task: string | null | undefined): string | null {
  return task?.endsWith("_reg") ? "regression" : null;
}

/** As Python's pipeline decides: sigmoid for `multi_label_classification`, none for regression, else softmax. */
function activationOf(problemType: string | null): Activation {
  if (problemType === "multi_label_classification") return "sigmoid";
  return problemType === "regression" ? "none" : "softmax";
}
