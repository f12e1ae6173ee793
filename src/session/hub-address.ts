/** What a person types as a Hub's address → the address that is asked. Pure. */

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\]|[\w-]+\.localhost)$/;
const LONGEST = 500;

/**
 * Without a trailing slash; null where it is none that may be asked: https anywhere (a token goes there), http on this
 * machine only; no name and password, no query.
 */
export function readHubAddress(text: string): string | null {
  const typed = text.trim();
  if (typed === "" || typed.length > LONGEST) return null;
  const withScheme = /^[a-z][a-z\d+.-]*:\/\//i.test(typed) ? typed : `https://${typed}`;
  if (!URL.canParse(withScheme)) return null;
  const url = new URL(withScheme);
  const fits = url.protocol === "https:" || (url.protocol === "http:" && LOOPBACK.test(url.hostname));
  if (!fits || url.username || url.password || url.search || url.hash) return null;
  return url.href.replace(/\/+$/, "");
}
