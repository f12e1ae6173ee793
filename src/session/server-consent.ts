/**
 * Owns: who may hear sound, as the person agreed, kept for the next visits; the router's address; and the place that was agreed
 * to and waits for the page to be loaded again. No token is ever among it.
 */
import * as v from "valibot";
import { HUB_ROUTER, isServerId, parseServerId, type ServerPlace, serverId } from "../remote/server-place.ts";
import { readHubAddress } from "./hub-address.ts";
import type { TextStore } from "./text-store.ts";

const KEY = "earshot.server.1";

const Address = v.pipe(
  v.string(),
  v.check((text) => readHubAddress(text) === text),
);

const KeptSchema = v.object({
  router: v.fallback(Address, HUB_ROUTER),
  agreed: v.fallback(v.array(v.pipe(v.string(), v.maxLength(600))), []),
  waiting: v.fallback(v.nullable(v.pipe(v.string(), v.check(isServerId))), null),
});

type Kept = v.InferOutput<typeof KeptSchema>;

export class ServerConsent {
  readonly #storage: TextStore;
  #kept: Kept;

  constructor(storage: TextStore) {
    this.#storage = storage;
    this.#kept = v.parse(KeptSchema, parsed(storage.get(KEY)));
  }

  get router(): string {
    return this.#kept.router;
  }

  get agreed(): readonly string[] {
    return this.#kept.agreed;
  }

  /** Agreed to, and not yet let out by the page that was open then. */
  get waiting(): ServerPlace | null {
    const { waiting, router } = this.#kept;
    return waiting === null ? null : parseServerId(waiting, router);
  }

  has(party: string): boolean {
    return this.#kept.agreed.includes(party);
  }

  agree(party: string): void {
    if (!this.has(party)) this.#keep({ agreed: [...this.agreed, party] });
  }

  withdraw(party: string): void {
    this.#keep({ agreed: this.agreed.filter((one) => one !== party) });
  }

  setWaiting(place: ServerPlace | null): void {
    this.#keep({ waiting: place && serverId(place) });
  }

  setRouter(router: string): void {
    this.#keep({ router });
  }

  #keep(change: Partial<Kept>): void {
    this.#kept = { ...this.#kept, ...change };
    this.#storage.set(KEY, JSON.stringify(this.#kept));
  }
}

function parsed(text: string | null): unknown {
  try {
    const json: unknown = JSON.parse(text ?? "{}");
    return typeof json === "object" && json !== null ? json : {};
  } catch {
    return {}; // Damaged: nobody was agreed to.
  }
}
