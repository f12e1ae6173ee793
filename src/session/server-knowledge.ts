/** What is known of a model on a server before it is asked anything: from the Hub, or from the app's own folder. */
import { EarshotError } from "../errors/earshot-error.ts";
import type { ReadFacts } from "../models/read-config.ts";
import { type FactsSources, knownFacts, providersOf } from "../remote/known-facts.ts";
import { hostOf, modelOfAddress, type ServerPlace } from "../remote/server-place.ts";
import type { OfferFacts } from "./server-state.ts";

const MANY_LABELS_SHOWN = 8;

export interface Knowledge {
  /** Null where nobody knows the model. */
  readonly facts: ReadFacts | null;
  /** Who serves it; empty for an endpoint. */
  readonly providers: readonly string[];
}

/** @throws EarshotError `remote-no-model` where no provider that can be asked serves it; `hub-*`, `model-*` */
export async function knowledgeOf(place: ServerPlace, sources: FactsSources, signal: AbortSignal): Promise<Knowledge> {
  if (place.kind === "endpoint") {
    const { address, modelId } = place;
    if (modelId === null) return { facts: null, providers: [] };
    const asked = knownFacts(modelId, sources, signal);
    // An address may name a model that no Hub knows: then the server's answer must do. What was typed must be right.
    const isTyped = modelId !== modelOfAddress(address);
    return { facts: await (isTyped ? asked : asked.catch(() => null)), providers: [] };
  }
  // One after the other: the first knows best why there is no such model.
  const facts = await knownFacts(place.modelId, sources, signal);
  const providers = await providersOf(place.modelId, sources, signal);
  if (!providers.includes(place.provider)) {
    const said = providers.length === 0 ? "No provider serves it" : `Only ${providers.join(", ")} serve it`;
    const details = { id: place.modelId, host: hostOf(place), said };
    throw new EarshotError("remote-no-model", said, { details });
  }
  return { facts, providers };
}

export function offerFacts({ labels, sampleRateHz, windowSamples, windowIsFixed }: ReadFacts): OfferFacts {
  return {
    numLabels: labels.length,
    someLabels: labels.slice(0, MANY_LABELS_SHOWN),
    sampleRateHz,
    windowS: windowSamples / sampleRateHz,
    windowIsFixed,
  };
}
