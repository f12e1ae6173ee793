/**
 * Which requests of the page the service worker answers, and with what. Everything that is not the app's own is left to the
 * browser: a Hub's files are `library/`'s, other pages of the host are the host's.
 */
import type { AppCache } from "./app-cache.ts";
import { type AppFile, PAGE_URL } from "./app-files.ts";
import { readChosenHub, readChosenServer } from "./chosen-hub.ts";
import { hubOfPage, pageFor, pagePolicy } from "./page-policy.ts";

/** Null = not ours to answer. */
export function answer(request: Request, cache: AppCache, scope: string): Promise<Response> | null {
  if (request.method !== "GET" || request.headers.has("range")) return null;
  const file = cache.fileAt(request.url);
  if (!file) return null;
  const kept = file.url === PAGE_URL ? page(cache, file, scope) : part(request, cache, file, scope);
  // Storage that fails, or a file that is gone from the host: the network says what it would have said without us.
  return kept.catch(() => fetch(request));
}

async function page(cache: AppCache, file: AppFile, scope: string): Promise<Response> {
  const kept = await cache.get(file);
  const html = await kept.text();
  const hub = await hubFor(html, scope);
  const letOut = { hub, server: await readChosenServer(scope) };
  const headers = pagePolicy(kept.headers, letOut);
  headers.delete("Content-Length");
  return new Response(pageFor(html, letOut), { headers });
}

async function part(request: Request, cache: AppCache, file: AppFile, scope: string): Promise<Response> {
  const kept = await cache.get(file);
  if (request.destination !== "worker" && request.destination !== "sharedworker") return kept;
  const pageFile = cache.fileAt(scope);
  const html = pageFile ? await (await cache.get(pageFile)).text() : "";
  return new Response(kept.body, {
    headers: pagePolicy(kept.headers, { hub: await hubFor(html, scope), server: null }),
  });
}

async function hubFor(html: string, scope: string): Promise<string> {
  return (await readChosenHub(scope)) ?? hubOfPage(html) ?? "https://huggingface.co";
}
