/**
 * Headers of the page and of its workers, written for the Hub that the person chose, and for the page also for the server that
 * sound may be sent to, which no worker speaks to. A worker has a policy of its own, and the library's does the fetching. [Note: The host's word] A policy that the host sets stays in force
 * beside ours (a browser enforces each of two), so it is the outer bound; `Earshot-Hub: any` is how a host says that its
 * policy is the one that came with the app, for the Hub that was chosen when it was built, and may be written anew.
 */
import { HUB_CHOICE_HEADER, securityHeaders } from "../../scripts/headers.mjs";
import { isolate } from "./kept-response.ts";

const CSP = "Content-Security-Policy";

/** What a page, or a worker, may speak to beside its own origin. */
export interface LetOut {
  readonly hub: string;
  /** Null: sound is sent to nobody. */
  readonly server: string | null;
}

export function ownPolicy(letOut: LetOut): string {
  return securityHeaders(letOut)[CSP] ?? "";
}

export function pagePolicy(kept: Headers, letOut: LetOut): Headers {
  const headers = new Headers(kept);
  const ours = securityHeaders(letOut);
  const hosts = kept.get(HUB_CHOICE_HEADER) === "any" ? null : kept.get(CSP);
  for (const [name, value] of Object.entries(ours)) if (!headers.has(name)) headers.set(name, value);
  isolate(headers);
  headers.set(CSP, ownPolicy(letOut));
  if (hosts) headers.append(CSP, hosts);
  return headers;
}

const HUB_META = /(<meta name="earshot-hub" content=")([^"]*)/;

/** The Hub that the host names in the page. */
export function hubOfPage(html: string): string | null {
  return HUB_META.exec(html)?.[2] || null;
}

const SERVER_META = /(<meta name="earshot-server" content=")([^"]*)/;

/** The page with another Hub and server named in it: what it asks and what it may ask are then the same. */
export function pageFor(html: string, { hub, server }: LetOut): string {
  const named = (address: string) => (_: string, start: string) => start + address.replaceAll('"', "");
  return html.replace(HUB_META, named(hub)).replace(SERVER_META, named(server ?? ""));
}
