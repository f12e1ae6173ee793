/**
 * An access token and whom it is for. Promises: it is given for that endpoint and for no other; it is in memory only, unless
 * the person asked to keep it on this device.
 */
import * as v from "valibot";
import type { TextStore } from "./text-store.ts";

/** What may stand in a header. */
const TOKEN = /^[\x21-\x7e]{1,1000}$/;
const KeptSchema = v.object({ endpoint: v.string(), token: v.pipe(v.string(), v.regex(TOKEN)) });

type Held = v.InferOutput<typeof KeptSchema>;

export class KeptToken {
  readonly #storage: TextStore;
  readonly #key: string;
  #held: Held | null;
  #isKept: boolean;

  constructor(storage: TextStore, key: string) {
    this.#storage = storage;
    this.#key = key;
    this.#held = read(storage.get(key));
    this.#isKept = this.#held !== null;
  }

  for(endpoint: string): string | null {
    return this.#held?.endpoint === endpoint ? this.#held.token : null;
  }

  isKeptFor(endpoint: string): boolean {
    return this.#isKept && this.for(endpoint) !== null;
  }

  /** False where the text cannot be one. */
  set(endpoint: string, text: string, keep: boolean): boolean {
    const token = text.trim();
    if (!TOKEN.test(token)) return false;
    this.#held = { endpoint, token };
    this.#isKept = keep;
    this.#storage.set(this.#key, keep ? JSON.stringify(this.#held) : "");
    return true;
  }

  forget(): void {
    this.#held = null;
    this.#isKept = false;
    this.#storage.set(this.#key, "");
  }
}

function read(text: string | null): Held | null {
  if (!text) return null;
  try {
    const kept = v.safeParse(KeptSchema, JSON.parse(text));
    return kept.success ? kept.output : null;
  } catch {
    return null; // Not ours, or damaged.
  }
}
