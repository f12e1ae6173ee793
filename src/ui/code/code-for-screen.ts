/** What is on screen (model, function, how many labels) → what a snippet asks for. What a place does by itself is left unsaid. */
import type { CodeRequest } from "../../export/code/code-request.ts";
import { type CodeLanguage, languagesOf, snippet } from "../../export/code/snippets.ts";
import type { ModelInfo } from "../../models/model-info.ts";
import type { Activation } from "../../scores/activation.ts";
import type { Settings } from "../../session/state.ts";
import type { PlaceOffer } from "./code-places.ts";

/** A file of the reader's own takes its place. */
const FILE_NAME = "audio.wav";
const DEFAULT_TOP_K = 5;
/** Older releases of transformers, which hosts run too, take this function for every model. */
const HOSTED_DEFAULT: Activation = "softmax";

type ShownModel = Pick<ModelInfo, "id" | "activation">;
type ShownSettings = Pick<Settings, "activation" | "topK">;

export function requestFor(
  model: Pick<ShownModel, "activation">,
  { activation, topK }: ShownSettings,
  offer: PlaceOffer,
): CodeRequest {
  const shown = activation ?? model.activation;
  const byItself = offer.place === "hosted" ? HOSTED_DEFAULT : model.activation;
  return {
    base: offer.base,
    modelId: offer.modelId,
    functionToApply: shown === byItself ? null : shown,
    topK: topK === DEFAULT_TOP_K ? null : topK,
    token: offer.place === "hosted" || offer.needsToken ? "HF_TOKEN" : null,
    fileName: FILE_NAME,
  };
}

/** Lines of the longest snippet of all that can be chosen: with room for it nothing moves when another is chosen. */
export function mostLines(model: ShownModel, settings: ShownSettings, offers: readonly PlaceOffer[]): number {
  const lines = offers.flatMap((offer) =>
    languagesOf(offer.place).map((language) => codeFor(model, settings, offer, language).split("\n").length),
  );
  return Math.max(0, ...lines);
}

export function codeFor(model: ShownModel, settings: ShownSettings, offer: PlaceOffer, language: CodeLanguage): string {
  return snippet(language, offer.place, requestFor(model, settings, offer));
}
