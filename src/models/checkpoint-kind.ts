/**
 * Is it a checkpoint of transformers that classifies sound, with features that are made here? Says why not in the order in
 * which it helps: the wrong task before a missing file, a foreign format before a broken configuration.
 */
import * as v from "valibot";
import type { ErrorDetails } from "../errors/earshot-error.ts";
import { completePreprocessor, runsHere } from "./complete-preprocessor.ts";
import type { Refusal } from "./preflight.ts";
import type { ModelEvidence } from "./repo-files.ts";
import { weightsElsewhere } from "./weights-elsewhere.ts";

const TASK = "audio-classification";

/** As far as anything can be said of its kind; `read-config.ts` checks the rest. */
const KindSchema = v.object({
  model_type: v.optional(v.unknown()),
  architectures: v.optional(v.unknown()),
});
const ExtractorSchema = v.object({ feature_extractor_type: v.string(), auto_map: v.optional(v.unknown()) });

/** Null where it may be read on. */
export function refuseCheckpoint({ hub, config, preprocessor }: ModelEvidence, id: string): Refusal | null {
  const task = hub.pipelineTag;
  const wrongTask = (details: ErrorDetails = {}): Refusal => ({
    code: "model-wrong-task",
    details: { id, ...(task === null ? {} : { task }), ...details },
  });
  if (hub.libraryName === "speechbrain" || hub.files.some(({ path }) => path === "hyperparams.yaml")) {
    return { code: "model-unsupported", details: { id, reason: "speechbrain" } };
  }
  if (config.state === "refused") return config.refusal;
  if (config.state === "absent") {
    if (task !== null && task !== TASK) return wrongTask();
    const has = weightsElsewhere(hub.files);
    if (has === "gguf") return { code: "model-no-onnx", details: { id, has } };
    return missing(id, "config.json");
  }
  const kind = v.safeParse(KindSchema, config.json);
  if (!kind.success) return null; // `read-config.ts` names the fault.
  const architecture = firstOf(kind.output.architectures);
  if (architecture !== null && !architecture.includes("Classification")) return wrongTask({ architecture });
  if (preprocessor.state === "refused") return preprocessor.refusal;
  const json = preprocessor.state === "parsed" ? preprocessor.json : null;
  const extractor = v.safeParse(ExtractorSchema, completePreprocessor(config.json, json));
  const elsewhere = task !== null && task !== TASK;
  if (!extractor.success) return elsewhere ? wrongTask(named(architecture)) : missing(id, "preprocessor_config.json");
  const { feature_extractor_type: type, auto_map } = extractor.output;
  if (runsHere(type)) return null;
  if (elsewhere) return wrongTask(named(architecture));
  const reason = auto_map === undefined ? {} : { reason: "custom-code" };
  return { code: "model-unsupported", details: { id, extractor: type, ...reason } };
}

function missing(id: string, file: string): Refusal {
  return { code: "model-config-invalid", details: { id, file, reason: `it has no usable ${file}` } };
}

function firstOf(architectures: unknown): string | null {
  const first: unknown = Array.isArray(architectures) ? architectures[0] : null;
  return typeof first === "string" ? first.slice(0, 100) : null;
}

function named(architecture: string | null): ErrorDetails {
  return architecture === null ? {} : { architecture };
}
