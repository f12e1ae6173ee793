/**
 * Which pages of the web may speak to this server. A page of another origin could post sound to a server on the reader's own
 * machine and read what it hears there: only those that were named may.
 */
import type { IncomingMessage } from "node:http";

/** Null where the request comes from no page, or from a page of this very server; else its origin. */
export function foreignOrigin({ headers }: IncomingMessage): string | null {
  const { origin, host } = headers;
  if (!origin) return null;
  return URL.canParse(origin) && new URL(origin).host === host ? null : origin;
}

/** A name that leads here although it is none of ours is a page's trick to look as if it came from this server. */
export function isOwnHost({ headers }: IncomingMessage, ownHosts: readonly string[]): boolean {
  const { host } = headers;
  if (ownHosts.includes("*")) return true;
  if (!host || !URL.canParse(`http://${host}`)) return false;
  return ownHosts.includes(new URL(`http://${host}`).hostname);
}
