/** Where the API answers for a model: only places that exist for it and only addresses that the API takes. */
import { routeOf } from "../../api/route.ts";
import { modelPath } from "../../export/code/code-request.ts";
import { BESIDE_PAGE } from "../../export/code/library.ts";
import { type CodePlace, HOSTED_BASE, MACHINE_BASE } from "../../export/code/snippets.ts";
import type { ModelInfo } from "../../models/model-info.ts";
import { parseServerId } from "../../remote/server-place.ts";

export interface PlaceOffer {
  readonly place: CodePlace;
  /** Address of the API there; for the npm package see `export/code/library.ts`. */
  readonly base: string;
  /** By which it is asked for there. */
  readonly modelId: string;
  /** The server that was chosen was given one. */
  readonly needsToken?: boolean;
}

const LOOPBACK = /^(?:localhost|.+\.localhost|127(?:\.\d+){3}|\[::1\])$/;

export interface OpenPage {
  readonly address: string;
  /** Whether the browser lets it have a service worker, which takes the requests. */
  readonly canAnswer: boolean;
  /** Address of the Hub that its models are from. */
  readonly hub: string;
  /** Address of the router of Inference Providers. */
  readonly router: string;
  /** The server in use was given a token. */
  readonly hasToken: boolean;
}

/** What needs nobody else comes first. */
export function placesOf({ id, source }: Pick<ModelInfo, "id" | "source">, page: OpenPage): readonly PlaceOffer[] {
  if (source === "server") return serverOffers(id, page);
  const pageBase = new URL(".", page.address).href;
  const machineBase = LOOPBACK.test(new URL(page.address).hostname) ? pageBase : MACHINE_BASE;
  const hasAddress = routeOf(`/models/${modelPath(id)}`)?.kind === "model";
  const offers: readonly (Omit<PlaceOffer, "modelId"> & { readonly isThere: boolean })[] = [
    // A model from disk is known to this browser alone.
    { place: "machine", base: machineBase, isThere: hasAddress && source !== "disk" },
    { place: "page", base: pageBase, isThere: hasAddress && page.canAnswer },
    // Its models come from the Hub, or their folder is taken along; one from disk is in this browser alone.
    { place: "library", base: source === "hub" ? page.hub : BESIDE_PAGE, isThere: source !== "disk" },
    // The hosted API knows no revisions.
    { place: "hosted", base: HOSTED_BASE, isThere: source === "hub" && !id.includes("@") },
  ];
  return offers.filter(({ isThere }) => isThere).map(({ place, base }) => ({ place, base, modelId: id }));
}

/** Where it answers already: nowhere else is known to have it. */
function serverOffers(id: string, page: OpenPage): readonly PlaceOffer[] {
  const place = parseServerId(id, page.router);
  if (place === null) return [];
  if (place.kind === "provider") {
    return [{ place: "hosted", base: `${place.router}/${place.provider}`, modelId: place.modelId }];
  }
  return [{ place: "server", base: place.address, modelId: "", needsToken: page.hasToken }];
}
