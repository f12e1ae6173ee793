/** What the screens know of models that answer on a server: what was asked, who was agreed to, what stands in the way now. */
import type { HubOutcome } from "../offline/hub-outcome.ts";
import type { ServerPlace } from "../remote/server-place.ts";
import type { Hindrance } from "../remote/traffic.ts";
import type { Problem } from "./problem.ts";

export interface ServerState {
  /** Address of the router of Inference Providers, with no trailing slash. */
  readonly router: string;
  /** Who may hear sound: origins, behind a router with the provider's name. */
  readonly agreed: readonly string[];
  readonly check: ServerCheck;
  /** For the server of `check`. */
  readonly hasToken: boolean;
  readonly tokenIsKept: boolean;
  /** What became of the last agreement or token; null where there was none. */
  readonly outcome: HubOutcome | "not-a-token" | null;
  /** Of the server in use. */
  readonly hindrance: Hindrance;
}

/** What a person asks for. */
export type ServerWish =
  | { readonly kind: "provider"; readonly modelId: string; readonly router: string }
  | { readonly kind: "endpoint"; readonly address: string; readonly modelId: string };

export type ServerCheck =
  | { readonly phase: "idle" }
  | { readonly phase: "asking" }
  | { readonly phase: "ready"; readonly offer: ServerOffer }
  | { readonly phase: "failed"; readonly problem: Problem };

export interface ServerOffer {
  readonly place: ServerPlace;
  readonly id: string;
  readonly host: string;
  readonly party: string;
  /** All who serve the model, also those that cannot be asked from here; empty for an endpoint. */
  readonly providers: readonly string[];
  /** Null where nobody knows the model. */
  readonly facts: OfferFacts | null;
}

export interface OfferFacts {
  readonly numLabels: number;
  readonly someLabels: readonly string[];
  readonly sampleRateHz: number;
  readonly windowS: number;
  readonly windowIsFixed: boolean;
}

export const NO_SERVER: ServerState = {
  router: "",
  agreed: [],
  check: { phase: "idle" },
  hasToken: false,
  tokenIsKept: false,
  outcome: null,
  hindrance: null,
};
