/**
 * SHA-256 of bytes that come in pieces. The browser's own `crypto.subtle.digest` takes a whole file at once; this library
 * (about 200 MB/s on one core) keeps pace with any connection.
 */
import { sha256 } from "@noble/hashes/sha2.js";

export interface Hasher {
  update(bytes: Uint8Array): void;
  /** Lower-case hex. Nothing can be added afterwards. */
  hex(): string;
}

export function startSha256(): Hasher {
  const state = sha256.create();
  return {
    update: (bytes) => void state.update(bytes),
    hex: () => hexOf(state.digest()),
  };
}

export function sha256Of(bytes: Uint8Array): string {
  return hexOf(sha256(bytes));
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
