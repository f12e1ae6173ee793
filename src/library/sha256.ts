/**
 * SHA-256 of bytes that come in pieces. The browser's own `crypto.subtle.digest` takes a whole file at once. Files go through
 * WebAssembly, whose state can be put aside and taken up by another visit; what is small, through JavaScript, at once.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { createSHA256 } from "hash-wasm";

export interface Hasher {
  update(bytes: Uint8Array): void;
  /** Lower-case hex. Nothing can be added afterwards without a `restart`. */
  hex(): string;
  restart(): void;
  /** All that was hashed so far, for `load`. */
  save(): Uint8Array<ArrayBuffer>;
  /** Goes on where `save` was called. @throws Error where another build saved it */
  load(state: Uint8Array): void;
}

export async function startSha256(): Promise<Hasher> {
  const state = await createSHA256();
  state.init();
  return {
    update: (bytes) => void state.update(bytes),
    hex: () => state.digest(),
    restart: () => void state.init(),
    save: () => new Uint8Array(state.save()),
    load: (saved) => void state.load(saved),
  };
}

export function sha256Of(bytes: Uint8Array): string {
  return Array.from(sha256(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
