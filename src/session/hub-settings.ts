/**
 * Owns which Hub is asked, and as whom. Promises: the token goes to the Hub for which it was entered and to no other: another
 * address forgets it; it is in memory only, unless the person asked to keep it; it is never in the state, an address or a log.
 */
import * as v from "valibot";
import type { HubAccess } from "../library/protocol.ts";
import type { HubOutcome } from "../offline/chosen-hub.ts";
import { readHubAddress } from "./hub-address.ts";
import type { HubState } from "./library-state.ts";
import { writeSettings } from "./settings.ts";
import type { EarshotStore } from "./store.ts";
import type { TextStore } from "./text-store.ts";

const TOKEN_KEY = "earshot.hub-token.1";
/** What may stand in a header. */
const TOKEN = /^[\x21-\x7e]{1,1000}$/;
const KeptSchema = v.object({ endpoint: v.string(), token: v.pipe(v.string(), v.regex(TOKEN)) });

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
  #endpoint: string;
  #token: string | null;

  constructor(options: HubSettingsOptions) {
    this.#options = options;
    this.#pageHub = options.pageHub.replace(/\/+$/, "");
    this.#endpoint = options.store.getState().settings.hubEndpoint ?? this.#pageHub;
    this.#token = readKept(options.storage, this.#endpoint);
    this.#show({ tokenIsKept: this.#token !== null });
  }

  get access(): HubAccess {
    return { endpoint: this.#endpoint, token: this.#token };
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
    if (new URL(next).origin !== new URL(this.#endpoint).origin) this.forgetToken();
    this.#endpoint = next;
    this.#show({ outcome });
  }

  setToken(text: string, keep: boolean): void {
    const token = text.trim();
    if (!TOKEN.test(token)) {
      this.#show({ outcome: "not-a-token" });
      return;
    }
    this.#token = token;
    this.#options.storage.set(TOKEN_KEY, keep ? JSON.stringify({ endpoint: this.#endpoint, token }) : "");
    this.#show({ tokenIsKept: keep, outcome: null });
  }

  forgetToken(): void {
    this.#token = null;
    this.#options.storage.set(TOKEN_KEY, "");
    this.#show({ tokenIsKept: false, outcome: null });
  }

  #show(change: Partial<HubState>): void {
    const { store } = this.#options;
    const { library, settings } = store.getState();
    const facts = {
      endpoint: this.#endpoint,
      isDefault: settings.hubEndpoint === null,
      hasToken: this.#token !== null,
    };
    store.setState({ library: { ...library, hub: { ...library.hub, ...facts, ...change } } });
  }
}

/** Null where nothing was kept, or it was kept for another Hub. */
function readKept(storage: TextStore, endpoint: string): string | null {
  const text = storage.get(TOKEN_KEY);
  if (!text) return null;
  try {
    const kept = v.safeParse(KeptSchema, JSON.parse(text));
    return kept.success && kept.output.endpoint === endpoint ? kept.output.token : null;
  } catch {
    return null; // Not ours, or damaged.
  }
}
