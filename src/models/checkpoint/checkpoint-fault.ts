/**
 * What may be wrong with a checkpoint, as codes: `session/weight-sentences.ts` has a sentence for each reason. `fault` says to
 * whoever looks closer what was found; it is never shown.
 */
import { EarshotError, type ErrorDetails } from "../../errors/earshot-error.ts";

/** Of `model-corrupt`: the file contradicts itself or its format. */
export const DAMAGES = ["header", "offsets", "cut-off", "index", "archive", "pickle", "not-finite"] as const;
export type Damage = (typeof DAMAGES)[number];

/** Of `model-unsupported`: the file may be as its author wished, but it is not read here. */
export const FOREIGNERS = [
  "tensor-type",
  "header-size",
  "legacy-pickle",
  "pickle-call",
  "byte-order",
  "packed",
  "no-state-dict",
  "several-models",
] as const;
export type Foreigner = (typeof FOREIGNERS)[number];

export function damaged(file: string, reason: Damage, fault: string): EarshotError {
  return new EarshotError("model-corrupt", `${file}: ${fault}`, { details: { file, reason, fault: short(fault) } });
}

export function foreign(file: string, reason: Foreigner, fault: string, facts: ErrorDetails = {}): EarshotError {
  const details = { file, reason, fault: short(fault), ...facts };
  return new EarshotError("model-unsupported", `${file}: ${fault}`, { details });
}

/** A shard that an index names, and that is not in the repository. */
export function missing(file: string, fault: string): EarshotError {
  return new EarshotError("model-incomplete", `${file}: ${fault}`, {
    details: { file, reason: "shard-missing", fault },
  });
}

/** A name out of a file, fit to be told: a hostile one may be megabytes long. */
export function short(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
