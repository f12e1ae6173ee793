/**
 * Owns which Hub is asked, and as whom. Promises: the token goes to the Hub for which it was entered and to no other: another
 * address forgets it; it is in memory only, unless the person asked to keep it; it is never in the state, an address or a log.
 */
import type { HubAccess } from "../library/protocol.ts";
import type { HubOutcome } from "../offline/hub-outcome.ts";
import { readHubAddress } from "./hub-address.ts";
import { KeptToken } from "./kept-token.ts";
import type { HubState } from "./library-state.ts";
import { writeSettings } from "./settings.ts";
import type { EarshotStore } from "./store.ts";
import type { TextStore } from "./text-store.ts";

const TOKEN_KEY = "earshot.hub-token.1";

export interface HubSettingsOptions {
  readonly store: EarshotStore;
  readonly storage: TextStore;
  /** The Hub for which the open page was loaded. */
  readonly pageHub: string;
  /** Tells whoever writes the page's policy. */
  readonly allowHub: (endpoint: string | null) => Promise<HubOutcome>;
}

export class HubSettings {
  readonly #options: HubSettingsOptions;
  readonly #pageHub: string;
  readonly #token: KeptToken;
  #endpoint: string;

  constructor(options: HubSettingsOptions) {
    this.#options = options;
    this.#pageHub = options.pageHub.replace(/\/+$/, "");
    this.#endpoint = options.store.getState().settings.hubEndpoint ?? this.#pageHub;
    this.#token = new KeptToken(options.storage, TOKEN_KEY);
    this.#show({});
  }

  get access(): HubAccess {
    return { endpoint: this.#endpoint, token: this.#token.for(this.#origin) };
  }

  /** Null goes back to the Hub that the app came with. */
  async setEndpoint(text: string | null): Promise<void> {
    const { store, storage, allowHub } = this.#options;
    const wanted = text === null ? null : readHubAddress(text);
    if (text !== null && wanted === null) return this.#show({ outcome: "not-an-address" });
    const outcome = await allowHub(wanted);
    if (outcome === "refused-by-host" || outcome === "not-an-address") return this.#show({ outcome });
    const settings = { ...store.getState().settings, hubEndpoint: wanted };
    store.setState({ settings });
    writeSettings(storage, settings);
    const next = wanted ?? this.#pageHub;
    if (new URL(next).origin !== this.#origin) this.forgetToken();
    this.#endpoint = next;
    this.#show({ outcome });
  }

  setToken(text: string, keep: boolean): void {
    const isToken = this.#token.set(this.#origin, text, keep);
    this.#show({ outcome: isToken ? null : "not-a-token" });
  }

  forgetToken(): void {
    this.#token.forget();
    this.#show({ outcome: null });
  }

  get #origin(): string {
    return new URL(this.#endpoint).origin;
  }

  #show(change: Partial<HubState>): void {
    const { store } = this.#options;
    const { library, settings } = store.getState();
    const facts = {
      endpoint: this.#endpoint,
      isDefault: settings.hubEndpoint === null,
      hasToken: this.#token.for(this.#origin) !== null,
      tokenIsKept: this.#token.isKeptFor(this.#origin),
    };
    store.setState({ library: { ...library, hub: { ...library.hub, ...facts, ...change } } });
  }
}
