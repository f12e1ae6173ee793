/**
 * Models that answer on a server, from the person's wish to the running model. Promises: no sound goes anywhere before the
 * person agreed to that very party; the page's policy lets out to the chosen server alone, and only while one is chosen; the
 * token is for one origin, and in memory unless it was asked to be kept; it is never in the state, an address or a log.
 * Long, because asking, agreeing, opening and leaving are steps of one wish, which a newer wish must be able to break off.
 */
import { EarshotError } from "../errors/earshot-error.ts";
import type { Places } from "../models/locations.ts";
import type { ReadFacts } from "../models/read-config.ts";
import { DEFAULT_REVISION, parseReference } from "../models/reference.ts";
import type { HubOutcome } from "../offline/hub-outcome.ts";
import { RemoteModel } from "../remote/remote-model.ts";
import {
  AUDIO_PROVIDERS,
  addressOf,
  hostOf,
  modelOfAddress,
  parseServerId,
  partyOf,
  type ServerPlace,
  serverId,
} from "../remote/server-place.ts";
import { readHubAddress } from "./hub-address.ts";
import type { HubSettings } from "./hub-settings.ts";
import { KeptToken } from "./kept-token.ts";
import { withId } from "./library-session.ts";
import { ServerConsent } from "./server-consent.ts";
import { knowledgeOf, offerFacts } from "./server-knowledge.ts";
import type { ServerOffer, ServerState, ServerWish } from "./server-state.ts";
import { type EarshotStore, problemOf } from "./store.ts";
import type { TextStore } from "./text-store.ts";

const TOKEN_KEY = "earshot.server-token.1";

export interface ServerSessionOptions {
  readonly store: EarshotStore;
  readonly storage: TextStore;
  readonly hub: HubSettings;
  readonly places: Places;
  /** Whom the open page may send sound to; null = nobody. */
  readonly pageServer: string | null;
  /** Tells whoever writes the page's policy whom sound may be sent to; null = nobody. */
  readonly allowServer: (address: string | null) => Promise<HubOutcome>;
  /** The time that a window takes has changed. */
  readonly onMeasured: () => void;
}

export class ServerSession {
  readonly #options: ServerSessionOptions;
  readonly #consent: ServerConsent;
  readonly #token: KeptToken;
  /** What is known of the model of the offer. */
  #facts: ReadFacts | null = null;
  #asking: AbortController | null = null;
  /** Whether the page's policy names a server that nobody may need any more. */
  #isLetOut: boolean;

  constructor(options: ServerSessionOptions) {
    this.#options = options;
    this.#consent = new ServerConsent(options.storage);
    this.#token = new KeptToken(options.storage, TOKEN_KEY);
    this.#isLetOut = options.pageServer !== null;
    this.#show({});
    const { waiting } = this.#consent;
    if (waiting) void this.#offer(waiting);
  }

  /** Asks the Hub about the model; sends nothing to the server. Never rejects: the answer is `state.server.check`. */
  async ask(wish: ServerWish): Promise<void> {
    const place = await this.#told(async () => this.#placeOf(wish));
    if (place) await this.#offer(place);
  }

  /** The person said yes to the party of the offer. */
  async agree(): Promise<void> {
    const offer = this.#offered;
    if (!offer) return;
    const outcome = await this.#letOut(offer.place);
    if (outcome === "refused-by-host" || outcome === "not-an-address") return this.#show({ outcome });
    this.#consent.agree(offer.party);
    if (outcome === "after-reload") this.#consent.setWaiting(offer.place);
    this.#show({ outcome });
  }

  /** @param party as in `state.server.agreed` */
  async withdraw(party: string): Promise<void> {
    this.#consent.withdraw(party);
    const [origin = ""] = party.split(" ");
    if (this.#token.for(origin) !== null) this.#token.forget();
    this.#show({ outcome: null });
    await this.leave();
  }

  setToken(text: string, keep: boolean): void {
    const offer = this.#offered;
    if (!offer) return;
    const isToken = this.#token.set(originOf(offer.place), text, keep);
    this.#show({ outcome: isToken ? null : "not-a-token" });
  }

  /** The one that the Hub was given: the router is the Hub's own. */
  setHubToken(): void {
    const { token } = this.#options.hub.access;
    if (token !== null) this.setToken(token, false);
  }

  forgetToken(): void {
    this.#token.forget();
    this.#show({ outcome: null });
  }

  /** Gives the offer up. */
  async forget(): Promise<void> {
    this.#asking?.abort();
    this.#show({ check: { phase: "idle" }, outcome: null });
    await this.leave();
  }

  /** A model of this page runs: unless a server waits for its turn, none is needed. */
  async ranHere(): Promise<void> {
    if (this.#consent.waiting === null) await this.leave();
  }

  /** Sound stays here from now on: the next load of the page lets it out to nobody. */
  async leave(): Promise<void> {
    this.#consent.setWaiting(null);
    if (!this.#isLetOut) return;
    this.#isLetOut = false;
    await this.#options.allowServer(null);
  }

  /** @throws EarshotError `remote-*`, `hub-*`, `model-*`, `aborted` */
  async open(id: string, signal: AbortSignal): Promise<RemoteModel> {
    const place = parseServerId(id, this.#consent.router);
    if (place === null || readHubAddress(addressOf(place)) === null) {
      throw new EarshotError("model-reference-invalid", "no server's address", {
        details: { id, reason: "not-a-name" },
      });
    }
    const host = hostOf(place);
    if (this.#offered?.id !== id) await this.#offer(place);
    signal.throwIfAborted();
    if (!this.#consent.has(partyOf(place))) {
      throw new EarshotError("remote-not-agreed", `nobody agreed to ${host}`, { details: { host } });
    }
    const outcome = await this.#letOut(place);
    if (outcome === "after-reload" || outcome === "refused-by-host") {
      this.#show({ outcome });
      if (outcome === "after-reload") this.#consent.setWaiting(place);
      throw new EarshotError("remote-blocked", outcome, { details: { host, reason: outcome } });
    }
    const model = await this.#opened(place, signal);
    this.#consent.setWaiting(null);
    this.#show({ outcome: null });
    return model;
  }

  async #opened(place: ServerPlace, signal: AbortSignal): Promise<RemoteModel> {
    const { hub, onMeasured } = this.#options;
    const access = () => ({ place, token: this.#token.for(originOf(place)), hub: hub.access });
    try {
      const onHindrance = (hindrance: ServerState["hindrance"]) => this.#show({ hindrance });
      return await RemoteModel.open({ access, facts: this.#facts, onHindrance, onMeasured }, signal);
    } catch (thrown) {
      this.#show({ hindrance: null });
      const error = withId(thrown, serverId(place));
      if (error.code !== "remote-token-refused") throw error;
      const { message, details } = error;
      const withToken = access().token !== null;
      throw new EarshotError(error.code, message, { details: { ...details, withToken }, cause: thrown });
    }
  }

  get #offered(): ServerOffer | null {
    const { check } = this.#options.store.getState().server;
    return check.phase === "ready" ? check.offer : null;
  }

  async #letOut(place: ServerPlace): Promise<HubOutcome> {
    this.#isLetOut = true;
    return this.#options.allowServer(addressOf(place));
  }

  /** @throws EarshotError `model-reference-invalid`, `remote-address-invalid` */
  #placeOf(wish: ServerWish): ServerPlace {
    const { hub } = this.#options;
    if (wish.kind === "endpoint") {
      const address = addressRead(wish.address);
      const modelId = wish.modelId.trim() === "" ? modelOfAddress(address) : wish.modelId.trim();
      return { kind: "endpoint", address, modelId };
    }
    const router = addressRead(wish.router);
    this.#consent.setRouter(router);
    const { name, revision } = parseReference(wish.modelId, hub.access.endpoint);
    if (revision !== DEFAULT_REVISION) {
      // Providers run the newest; another would be silently wrong.
      const details = { id: wish.modelId, reason: "not-a-revision" };
      throw new EarshotError("model-reference-invalid", "providers know no revisions", { details });
    }
    return { kind: "provider", router, provider: AUDIO_PROVIDERS[0], modelId: name };
  }

  async #offer(place: ServerPlace): Promise<void> {
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    this.#show({ check: { phase: "asking" }, outcome: null });
    const { hub, places } = this.#options;
    const sources = { hub: hub.access, places };
    const known = await this.#told(async () => knowledgeOf(place, sources, asking.signal));
    if (!known || asking.signal.aborted) return;
    this.#facts = known.facts;
    const offer = {
      place,
      id: serverId(place),
      host: hostOf(place),
      party: partyOf(place),
      providers: known.providers,
      facts: known.facts && offerFacts(known.facts),
    };
    this.#show({ check: { phase: "ready", offer } });
  }

  /** Null where it failed, which is told. */
  async #told<T>(work: () => Promise<T>): Promise<T | null> {
    try {
      return await work();
    } catch (thrown) {
      const problem = problemOf(thrown);
      if (problem.code !== "aborted") this.#show({ check: { phase: "failed", problem } });
      return null;
    }
  }

  #show(change: Partial<ServerState>): void {
    const { store } = this.#options;
    const server = { ...store.getState().server, ...change };
    const origin = server.check.phase === "ready" ? originOf(server.check.offer.place) : null;
    const { router, agreed } = this.#consent;
    const hasToken = origin !== null && this.#token.for(origin) !== null;
    const tokenIsKept = origin !== null && this.#token.isKeptFor(origin);
    store.setState({ server: { ...server, router, agreed, hasToken, tokenIsKept } });
  }
}

/** @throws EarshotError */
function addressRead(text: string): string {
  const address = readHubAddress(text);
  if (address !== null) return address;
  throw new EarshotError("remote-address-invalid", "no address of a server");
}

function originOf(place: ServerPlace): string {
  return new URL(addressOf(place)).origin;
}
