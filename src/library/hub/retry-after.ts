/** `Retry-After`: seconds, or the date at which to come back (RFC 9110, 10.2.3). */

/** A server that asks for more is taken to mean "not today". */
const LONGEST_S = 24 * 3600;

/** Null where nothing, or nothing sensible, was said. A browser shows the header only where the server exposes it. */
export function retryAfterS(header: string | null, nowMs: number = Date.now()): number | null {
  if (header === null || header.trim() === "") return null;
  const text = header.trim();
  const seconds = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : (Date.parse(text) - nowMs) / 1000;
  return Number.isFinite(seconds) ? Math.min(LONGEST_S, Math.max(0, Math.ceil(seconds))) : null;
}
