/**
 * Headers of the page and of its workers, written for the Hub that the person chose. A worker has a policy of its own, and
 * the library's does the fetching, so both get the same. [Note: The host's word] A policy that the host sets stays in force
 * beside ours (a browser enforces each of two), so it is the outer bound; `Earshot-Hub: any` is how a host says that its
 * policy is the one that came with the app, for the Hub that was chosen when it was built, and may be written anew.
 */
import { HUB_CHOICE_HEADER, securityHeaders } from "../../scripts/headers.mjs";
import { isolate } from "./kept-response.ts";

const CSP = "Content-Security-Policy";

export function pagePolicy(kept: Headers, hub: string): Headers {
  const headers = new Headers(kept);
  const ours = securityHeaders({ hub });
  const hosts = kept.get(HUB_CHOICE_HEADER) === "any" ? null : kept.get(CSP);
  for (const [name, value] of Object.entries(ours)) if (!headers.has(name)) headers.set(name, value);
  isolate(headers);
  headers.set(CSP, ours[CSP] ?? "");
  if (hosts) headers.append(CSP, hosts);
  return headers;
}

const HUB_META = /(<meta name="earshot-hub" content=")([^"]*)/;

/** The Hub that the host names in the page. */
export function hubOfPage(html: string): string | null {
  return HUB_META.exec(html)?.[2] || null;
}

/** The page with another Hub named in it: what it asks and what it may ask are then the same. */
export function pageForHub(html: string, hub: string): string {
  return html.replace(HUB_META, (_, start: string) => start + hub.replaceAll('"', ""));
}
