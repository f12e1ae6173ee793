/**
 * The Hub that the person chose, where the service worker finds it when it writes the page's policy. A choice counts from
 * the next load of the page: a policy cannot change under one that is open.
 */
import { choiceCacheName } from "./cache-names.ts";
import { allowsConnection } from "./connect-sources.ts";

/**
 * `in-force`: this page may ask it already. `after-reload`: reload, then it may. `refused-by-host`: the policy that this
 * app's host sets forbids it; the former choice stays. `not-an-address`: not http or https. `not-kept`: this browser
 * stores nothing here.
 */
export type HubOutcome = "in-force" | "after-reload" | "refused-by-host" | "not-an-address" | "not-kept";

/** Null where none was chosen: then the one that the app was built or is served with counts. */
export async function readChosenHub(scope: string): Promise<string | null> {
  if (!("caches" in globalThis)) return null;
  const cache = await caches.open(choiceCacheName(scope));
  const kept = await cache.match(keyOf(scope));
  return kept ? normalised(await kept.text()) : null;
}

/**
 * Page only. Null goes back to the one that the app came with.
 * @param pageHub the Hub that the open page was loaded for (`meta[name=earshot-hub]`)
 */
export async function chooseHub(endpoint: string | null, scope: string, pageHub: string): Promise<HubOutcome> {
  const wanted = endpoint === null ? null : normalised(endpoint);
  if (endpoint !== null && wanted === null) return "not-an-address";
  let before: string | null;
  try {
    before = await readChosenHub(scope);
    await keep(wanted, scope);
  } catch {
    return "not-kept"; // No Cache API (an insecure page), or its storage is blocked or full.
  }
  const policy = await nextPolicy(scope);
  if (wanted === null) return before === null ? "in-force" : "after-reload";
  if (policy === undefined) return "after-reload";
  if (!allowsConnection(policy, wanted, scope)) {
    await keep(before, scope);
    return "refused-by-host";
  }
  return policy === null || new URL(wanted).origin === new URL(pageHub).origin ? "in-force" : "after-reload";
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

async function keep(hub: string | null, scope: string): Promise<void> {
  const cache = await caches.open(choiceCacheName(scope));
  if (hub === null) await cache.delete(keyOf(scope));
  else await cache.put(keyOf(scope), new Response(hub));
}

const keyOf = (scope: string): string => new URL("chosen-hub", scope).href;

/** Without a trailing slash, as `HubAccess.endpoint`; null where it is no address of the web. */
function normalised(endpoint: string): string | null {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.search || url.hash) return null;
  return url.href.replace(/\/+$/, "");
}
