/**
 * What a Hub says + a model's own small files + the machine → can it run here, how, and if not why not. Pure: whoever asks
 * (`library/hub/check-model.ts`) has fetched everything. What is wrong with a model is a `Refusal` in the answer, never thrown.
 */
import { asEarshotError, type ErrorCode, type ErrorDetails } from "../errors/earshot-error.ts";
import { cautionsOf } from "./cautions.ts";
import { refuseCheckpoint } from "./checkpoint-kind.ts";
import { checkpointOffers } from "./checkpoint-offers.ts";
import { assumedPreprocessor } from "./complete-preprocessor.ts";
import { orderOffers } from "./order-offers.ts";
import type { PrecisionOffer } from "./precision.ts";
import { offerOf, precisionOffers, precisionOfName } from "./precision-offers.ts";
import type { Caution, MachineFacts, Preflight, Refusal } from "./preflight.ts";
import { checkpointFacts, type ReadFacts, taggerFacts } from "./read-config.ts";
import { formatReference } from "./reference.ts";
import type { HubModel, ModelEvidence, SideFile } from "./repo-files.ts";
import type { TaggerSpec } from "./tagger.ts";
import { readTagger } from "./tagger-schema.ts";
import { weightsElsewhere } from "./weights-elsewhere.ts";

const MANY_LABELS_SHOWN = 8;

export function judgeModel(evidence: ModelEvidence, machine: MachineFacts): Preflight {
  const { hub } = evidence;
  const id = formatReference(hub);
  const reading = read(evidence, id);
  const { offers, tooLarge } = orderOffers(reading.offers, machine);
  const refusal = reading.refusal ?? refuseWeights(id, hub, offers, tooLarge.length);
  const { facts } = reading;
  const windowS = facts ? facts.windowSamples / facts.sampleRateHz : 0;
  return {
    id,
    name: hub.name,
    revision: hub.revision,
    commit: hub.commit,
    architecture: facts?.architecture ?? "",
    numLabels: facts?.labels.length ?? 0,
    someLabels: facts?.labels.slice(0, MANY_LABELS_SHOWN) ?? [],
    sampleRateHz: facts?.sampleRateHz ?? 0,
    windowS,
    windowIsFixed: facts?.windowIsFixed ?? false,
    activation: facts?.activation ?? "softmax",
    licence: hub.licence,
    sideFiles: reading.sideFiles,
    tagger: reading.tagger,
    offers,
    tooLarge,
    refusal,
    cautions: refusal ? [] : [...reading.cautions, ...cautionsOf({ hub, windowS, best: offers[0], machine })],
  };
}

interface Reading {
  readonly facts: ReadFacts | null;
  readonly refusal: Refusal | null;
  readonly offers: readonly PrecisionOffer[];
  readonly sideFiles: readonly string[];
  readonly tagger: TaggerSpec | null;
  readonly cautions: readonly Caution[];
}

function read(evidence: ModelEvidence, id: string): Reading {
  const { hub, tagger } = evidence;
  const unread = { facts: null, sideFiles: [], tagger: null, cautions: [] };
  const offers = precisionOffers(hub.files);
  if (hub.disabled) return { ...unread, offers, refusal: refuse("model-not-found", { id, reason: "disabled" }) };
  if (tagger.state === "refused") return { ...unread, offers, refusal: tagger.refusal };
  try {
    return tagger.state === "parsed" ? readTaggerOf(tagger.json, hub) : readCheckpoint(evidence, id, offers);
  } catch (thrown) {
    const { code, details } = asEarshotError(thrown);
    return { ...unread, offers, refusal: refuse(code, { id, ...details }) };
  }
}

function readTaggerOf(json: unknown, hub: HubModel): Reading {
  const spec = readTagger(json);
  const offer = offerOf(hub.files, spec.model, precisionOfName(spec.model));
  const offers = offer ? [offer] : [];
  return { facts: taggerFacts(spec), refusal: null, offers, sideFiles: [], tagger: spec, cautions: [] };
}

function readCheckpoint(evidence: ModelEvidence, id: string, offers: readonly PrecisionOffer[]): Reading {
  const unread = { facts: null, sideFiles: [], tagger: null, cautions: [], offers };
  const refusal = refuseCheckpoint(evidence, id);
  if (refusal) return { ...unread, refusal };
  const config = jsonOf(evidence.config);
  const preprocessor = jsonOf(evidence.preprocessor);
  const facts = checkpointFacts(config, preprocessor);
  const made = checkpointOffers(evidence.checkpoint, config, preprocessor);
  const has = new Set(offers.map(({ precision }) => precision));
  const all = [...offers, ...made.offers.filter(({ precision }) => !has.has(precision))];
  const assumed = assumedPreprocessor(config, preprocessor);
  const sideFiles = ["config.json", ...(evidence.preprocessor.state === "absent" ? [] : ["preprocessor_config.json"])];
  const extractor = assumed?.feature_extractor_type;
  const cautions: Caution[] = typeof extractor === "string" ? [{ kind: "assumed-preprocessor", extractor }] : [];
  for (const note of made.notes) cautions.push({ kind: "head", note });
  // ONNX that is there runs, whatever is wrong with the checkpoint beside it.
  const refused = all.length === 0 && made.refusal ? refuse(made.refusal.code, { id, ...made.refusal.details }) : null;
  return { ...unread, offers: all, facts, refusal: refused, sideFiles, cautions };
}

function refuseWeights(id: string, hub: HubModel, offers: readonly PrecisionOffer[], tooLarge: number): Refusal | null {
  if (offers.length === 0) return refuse("model-no-onnx", { id, has: weightsElsewhere(hub.files) });
  if (tooLarge < offers.length) return null;
  return refuse("model-too-large", { id, bytes: Math.min(...offers.map(({ totalBytes }) => totalBytes)) });
}

/** Null where it is absent; `refuseCheckpoint` has seen to the rest. */
function jsonOf(file: SideFile): unknown {
  return file.state === "parsed" ? file.json : null;
}

function refuse(code: ErrorCode, details: ErrorDetails): Refusal {
  return { code, details };
}
