/** Where the API answers for a model: only places that exist for it and only addresses that the API takes. */
import { routeOf } from "../../api/route.ts";
import { modelPath } from "../../export/code/code-request.ts";
import { BESIDE_PAGE } from "../../export/code/library.ts";
import { type CodePlace, HOSTED_BASE, MACHINE_BASE } from "../../export/code/snippets.ts";
import type { ModelInfo } from "../../models/model-info.ts";

export interface PlaceOffer {
  readonly place: CodePlace;
  /** Address of the API there; for the npm package see `export/code/library.ts`. */
  readonly base: string;
}

const LOOPBACK = /^(?:localhost|.+\.localhost|127(?:\.\d+){3}|\[::1\])$/;

export interface OpenPage {
  readonly address: string;
  /** Whether the browser lets it have a service worker, which takes the requests. */
  readonly canAnswer: boolean;
  /** Address of the Hub that its models are from. */
  readonly hub: string;
}

/** What needs nobody else comes first. */
export function placesOf({ id, source }: Pick<ModelInfo, "id" | "source">, page: OpenPage): readonly PlaceOffer[] {
  const pageBase = new URL(".", page.address).href;
  const machineBase = LOOPBACK.test(new URL(page.address).hostname) ? pageBase : MACHINE_BASE;
  const hasAddress = routeOf(`/models/${modelPath(id)}`)?.kind === "model";
  const offers: readonly (PlaceOffer & { readonly isThere: boolean })[] = [
    // A model from disk is known to this browser alone.
    { place: "machine", base: machineBase, isThere: hasAddress && source !== "disk" },
    { place: "page", base: pageBase, isThere: hasAddress && page.canAnswer },
    // Its models come from the Hub, or their folder is taken along; one from disk is in this browser alone.
    { place: "library", base: source === "hub" ? page.hub : BESIDE_PAGE, isThere: source !== "disk" },
    // The hosted API knows no revisions.
    { place: "hosted", base: HOSTED_BASE, isThere: source === "hub" && !id.includes("@") },
  ];
  return offers.filter(({ isThere }) => isThere).map(({ place, base }) => ({ place, base }));
}
