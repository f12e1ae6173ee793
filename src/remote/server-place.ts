/**
 * Owns: where a model answers that does not run here, and how that is written: as an address, and as the id under which the
 * app knows it (`server:ADDRESS`, with `#MODEL` where the address does not tell the model). Pure.
 */
import { DEFAULT_REVISION, parseReference } from "../models/reference.ts";

/** Those of Hugging Face's Inference Providers that the official client can ask to classify sound. */
export const AUDIO_PROVIDERS = ["hf-inference"] as const;

export type AudioProvider = (typeof AUDIO_PROVIDERS)[number];

export type ServerPlace =
  /** A provider behind the Hub's router, which has its own address (a mirror has another). */
  | { readonly kind: "provider"; readonly router: string; readonly provider: AudioProvider; readonly modelId: string }
  /** Anything that answers the task: an Inference Endpoint, `npm start` of another machine. */
  | { readonly kind: "endpoint"; readonly address: string; readonly modelId: string | null };

export const HUB_ROUTER = "https://router.huggingface.co";

const PREFIX = "server:";

export function isServerId(id: string): boolean {
  return id.startsWith(PREFIX);
}

export function addressOf(place: ServerPlace): string {
  return place.kind === "provider" ? `${place.router}/${place.provider}/models/${place.modelId}` : place.address;
}

export function serverId(place: ServerPlace): string {
  const tellsModel = place.modelId === null || modelOfAddress(addressOf(place)) === place.modelId;
  return `${PREFIX}${addressOf(place)}${tellsModel ? "" : `#${place.modelId}`}`;
}

/** Null where it is none. An address below `router` is that of a provider. */
export function parseServerId(id: string, router: string): ServerPlace | null {
  if (!isServerId(id)) return null;
  const [address = "", modelId] = id.slice(PREFIX.length).split("#");
  if (!URL.canParse(address)) return null;
  const provider = AUDIO_PROVIDERS.find((name) => address.startsWith(`${router}/${name}/models/`));
  const named = modelOfAddress(address);
  if (provider && named !== null) return { kind: "provider", router, provider, modelId: named };
  return { kind: "endpoint", address, modelId: modelId ?? named };
}

/** Who hears the sound, as a person reads it. */
export function hostOf(place: ServerPlace): string {
  return new URL(addressOf(place)).host;
}

/** What a yes is for: the same machine, and behind a router the same provider. */
export function partyOf(place: ServerPlace): string {
  const { origin } = new URL(addressOf(place));
  return place.kind === "provider" ? `${origin} ${place.provider}` : origin;
}

/** `…/models/owner/name` → `owner/name`: how the Hub's API and `npm start` write it; null for another address. */
export function modelOfAddress(address: string): string | null {
  const name = URL.canParse(address) ? /\/models\/([^/]+(?:\/[^/]+)?)$/.exec(new URL(address).pathname)?.[1] : null;
  if (!name) return null;
  try {
    const reference = parseReference(decodeURIComponent(name));
    return reference.revision === DEFAULT_REVISION ? reference.name : null;
  } catch {
    return null; // Something else that happens to end so.
  }
}
