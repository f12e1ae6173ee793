/**
 * SHA-256 of bytes that come in pieces, in WebAssembly, whose state can be put aside and taken up by another visit. The
 * browser's own `crypto.subtle.digest` takes a whole file at once.
 */
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

export async function sha256Of(bytes: Uint8Array): Promise<string> {
  const hasher = await startSha256();
  hasher.update(bytes);
  return hasher.hex();
}

/** The name of a part whose content is not known beforehand: by what it is a part of. */
export function partIdOf(...whose: readonly (string | null)[]): Promise<string> {
  return sha256Of(new TextEncoder().encode(JSON.stringify(whose)));
}
