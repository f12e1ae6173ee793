/**
 * A checkpoint → the precisions in which a model can be made of it here: what is fetched, what will be kept. A precision that the
 * repository has as ONNX is taken as it is: its author has measured it.
 */
import { asEarshotError } from "../errors/earshot-error.ts";
import type { BuiltNotes } from "./architectures/architecture.ts";
import { assumedPreprocessor } from "./complete-preprocessor.ts";
import { MADE_PRECISIONS, planModel } from "./plan-model.ts";
import type { PrecisionOffer } from "./precision.ts";
import type { Refusal } from "./preflight.ts";
import type { CheckpointEvidence } from "./repo-files.ts";

export interface CheckpointOffers extends BuiltNotes {
  readonly offers: readonly PrecisionOffer[];
  /** Why none can be made; null also where there is no checkpoint. */
  readonly refusal: Refusal | null;
}

const NONE: CheckpointOffers = { offers: [], notes: [], refusal: null };

/** @param preprocessor `preprocessor_config.json`; null where there is none */
export function checkpointOffers(
  evidence: CheckpointEvidence,
  config: unknown,
  preprocessor: unknown,
): CheckpointOffers {
  switch (evidence.state) {
    case "absent":
      return NONE;
    case "refused":
      return { ...NONE, refusal: evidence.refusal };
    case "read":
      break;
    default:
      return evidence satisfies never;
  }
  const { checkpoint, format, files, index, commit } = evidence;
  const assumed = assumedPreprocessor(config, preprocessor);
  try {
    const planned = MADE_PRECISIONS.map((precision) => ({ precision, ...planModel(config, checkpoint, precision) }));
    const offers = planned.map(({ precision, graph, data, graphBytes, dataBytes }): PrecisionOffer => {
      const making = { format, commit, index, graph, data, dataBytes, preprocessor: assumed };
      return { precision, files, totalBytes: graphBytes + dataBytes, making };
    });
    return { offers, notes: planned[0]?.notes ?? [], refusal: null };
  } catch (thrown) {
    const { code, details } = asEarshotError(thrown);
    return { ...NONE, refusal: { code, details } };
  }
}
