/**
 * An answer of the host in the form in which it is kept: whole, with its true length, and with the headers that a part of
 * an isolated page needs, whether or not the host sets them.
 */
import { securityHeaders } from "../../scripts/headers.mjs";

/** True of the answer on the wire, or of another request; not of what is kept. */
const OF_THE_WIRE = ["content-encoding", "content-length", "transfer-encoding", "vary", "set-cookie", "connection"];

/** @throws TypeError where the host did not answer with this file. */
export async function keptResponse(response: Response, url: string, isPage: boolean): Promise<Response> {
  if (response.status !== 200) throw new TypeError(`${url}: the host answered ${response.status}`);
  // Some hosts answer with their start page for a file that they do not have.
  const html = response.headers.get("content-type")?.startsWith("text/html") === true;
  if (html !== isPage) throw new TypeError(`${url}: the host answered with ${html ? "a page" : "no page"}`);
  const body = await response.blob();
  const headers = new Headers(response.headers);
  for (const name of OF_THE_WIRE) headers.delete(name);
  headers.set("Content-Length", String(body.size));
  isolate(headers);
  return new Response(body, { headers });
}

/** What makes a page isolated, and its parts fit to be in one. All else the host may set as it likes. */
export function isolate(headers: Headers): void {
  const ours = securityHeaders({});
  for (const name of [
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Embedder-Policy",
    "Cross-Origin-Resource-Policy",
  ] as const) {
    headers.set(name, ours[name] ?? "");
  }
}
