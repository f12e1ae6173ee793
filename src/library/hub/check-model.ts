/**
 * The pre-flight, whole: what was typed → what the Hub has → the model's own small files → a judgement for this machine. What is
 * wrong with the model is in the answer (`refusal`); what is wrong with the way to it is thrown.
 */

import * as v from "valibot";
import { asEarshotError, type EarshotError } from "../../errors/earshot-error.ts";
import { buildsHere } from "../../models/architectures/architectures.ts";
import { catalogueTagger } from "../../models/catalogue/catalogue-tagger.ts";
import { judgeModel } from "../../models/judge-model.ts";
import { precisionOffers } from "../../models/precision-offers.ts";
import type { MachineFacts, Preflight } from "../../models/preflight.ts";
import { formatReference, parseReference } from "../../models/reference.ts";
import type { CheckpointEvidence, HubModel, SideFile } from "../../models/repo-files.ts";
import { labelFileOf, resolveTagger, TAGGER_FILE } from "../../models/tagger-schema.ts";
import type { HubAccess } from "../protocol.ts";
import { findCheckpoint } from "./find-checkpoint.ts";
import { HubClient } from "./hub-client.ts";
import type { HubTransport } from "./hub-request.ts";

const ModelType = v.object({ model_type: v.string() });
const ABSENT: SideFile = { state: "absent" };
const NO_CHECKPOINT: CheckpointEvidence = { state: "absent" };

/** @throws EarshotError `model-reference-invalid` | `model-not-found` | `model-gated` | `hub-*` | `model-unreachable` | `aborted` */
export async function checkModel(
  typed: string,
  { endpoint, token }: HubAccess,
  machine: MachineFacts,
  transport: Omit<HubTransport, "token"> = {},
): Promise<Preflight> {
  const hub = new HubClient(endpoint, { ...transport, token });
  const model = await hub.model(parseReference(typed, endpoint));
  const [config, preprocessor, tagger] = await Promise.all([
    sideFile(model, "config.json", (file) => hub.json(model, file)),
    sideFile(model, "preprocessor_config.json", (file) => hub.json(model, file)),
    sideFile(model, TAGGER_FILE, (file) => taggerOf(hub, model, file)),
  ]);
  const own = tagger.state === "absent" ? fromCatalogue(model) : tagger;
  const checkpoint = own.state === "absent" ? await checkpointOf(hub, model, config) : NO_CHECKPOINT;
  return judgeModel({ hub: model, config, preprocessor, tagger: own, checkpoint }, machine);
}

/** Only of what could become a model here: else its kind is what there is to say. */
async function checkpointOf(hub: HubClient, model: HubModel, config: SideFile): Promise<CheckpointEvidence> {
  const kind = config.state === "parsed" ? v.safeParse(ModelType, config.json) : null;
  if (!kind?.success || !buildsHere(kind.output.model_type) || model.disabled) return NO_CHECKPOINT;
  const onnx = precisionOffers(model.files);
  try {
    return await findCheckpoint(hub, model, onnx.length > 0);
  } catch (thrown) {
    const error = asEarshotError(thrown);
    // With ONNX there is a model all the same.
    if (onnx.length > 0 && error.code !== "aborted") return NO_CHECKPOINT;
    throw error;
  }
}

async function taggerOf(hub: HubClient, model: HubModel, file: string): Promise<unknown> {
  const json = await hub.json(model, file);
  const labels = labelFileOf(json);
  return resolveTagger(json, labels === null ? null : await hub.text(model, labels));
}

/** A model that says nothing of itself, but is known. */
function fromCatalogue(model: HubModel): SideFile {
  const json = catalogueTagger(model);
  return json === null ? ABSENT : { state: "parsed", json };
}

async function sideFile(model: HubModel, file: string, read: (file: string) => Promise<unknown>): Promise<SideFile> {
  if (!model.files.some(({ path }) => path === file)) return ABSENT;
  try {
    return { state: "parsed", json: await read(file) };
  } catch (thrown) {
    const error = asEarshotError(thrown);
    if (!isAboutModel(error)) throw error;
    const details = { id: formatReference(model), ...error.details };
    return { state: "refused", refusal: { code: error.code, details } };
  }
}

/** The model itself is at fault, or its owner: no second try would help. */
function isAboutModel({ code }: EarshotError): boolean {
  return ["model-gated", "hub-token-refused", "model-config-invalid", "model-not-found"].includes(code);
}
