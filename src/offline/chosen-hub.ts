/**
 * The Hub that the person chose, and the server that sound may be sent to, where the service worker finds them when it writes
 * the page's policy. A choice counts from the next load of the page: a policy cannot change under one that is open.
 */

import { choiceCacheName } from "./cache-names.ts";
import { allowsConnection } from "./connect-sources.ts";
import type { HubOutcome } from "./hub-outcome.ts";
import { ownPolicy } from "./page-policy.ts";

type Choice = "hub" | "server";

/** Null where none was chosen: then the one that the app was built or is served with counts. */
export function readChosenHub(scope: string): Promise<string | null> {
  return readChoice("hub", scope);
}

/** Null where sound is sent to nobody. */
export function readChosenServer(scope: string): Promise<string | null> {
  return readChoice("server", scope);
}

/** What the open page was loaded for: `meta[name=earshot-hub]` and `meta[name=earshot-server]`. */
export interface LoadedFor {
  readonly hub: string;
  readonly server: string | null;
}

/** Page only. Null goes back to the one that the app came with. */
export function chooseHub(endpoint: string | null, scope: string, pageHub: string): Promise<HubOutcome> {
  const isLoadedFor = (wanted: string) => new URL(wanted).origin === new URL(pageHub).origin;
  return choose("hub", endpoint, scope, isLoadedFor);
}

/** Page only. Null lets sound out to nobody. */
export function chooseServer(address: string | null, scope: string, page: LoadedFor): Promise<HubOutcome> {
  return choose("server", address, scope, (wanted) => allowsConnection(ownPolicy(page), wanted, scope));
}

async function choose(
  choice: Choice,
  address: string | null,
  scope: string,
  isLoadedFor: (wanted: string) => boolean,
): Promise<HubOutcome> {
  const wanted = address === null ? null : normalised(address);
  if (address !== null && wanted === null) return "not-an-address";
  let before: string | null;
  try {
    before = await readChoice(choice, scope);
    await keep(choice, wanted, scope);
  } catch {
    return "not-kept"; // No Cache API (an insecure page), or its storage is blocked or full.
  }
  const policy = await nextPolicy(scope);
  if (wanted === null) return before === null ? "in-force" : "after-reload";
  if (policy === undefined) return "after-reload";
  if (!allowsConnection(policy, wanted, scope)) {
    await keep(choice, before, scope);
    return "refused-by-host";
  }
  return policy === null || isLoadedFor(wanted) ? "in-force" : "after-reload";
}

async function readChoice(choice: Choice, scope: string): Promise<string | null> {
  if (!("caches" in globalThis)) return null;
  const cache = await caches.open(choiceCacheName(scope));
  const kept = await cache.match(keyOf(choice, scope));
  return kept ? normalised(await kept.text()) : null;
}

/** The policy that the page would get now, from the service worker or the host; undefined where nobody answers. */
async function nextPolicy(scope: string): Promise<string | null | undefined> {
  try {
    const response = await fetch(scope, { cache: "no-store" });
    return response.headers.get("content-security-policy");
  } catch {
    return undefined; // Offline and without a service worker: the next load will tell.
  }
}

async function keep(choice: Choice, address: string | null, scope: string): Promise<void> {
  const cache = await caches.open(choiceCacheName(scope));
  if (address === null) await cache.delete(keyOf(choice, scope));
  else await cache.put(keyOf(choice, scope), new Response(address));
}

const keyOf = (choice: Choice, scope: string): string => new URL(`chosen-${choice}`, scope).href;

/** Without a trailing slash, as `HubAccess.endpoint`; null where it is no address of the web. */
function normalised(endpoint: string): string | null {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.search || url.hash) return null;
  return url.href.replace(/\/+$/, "");
}
