/** Entry of the service worker: wiring only. The build puts the list of the app's files in front (`scripts/service-worker-plugin.ts`). */
import * as v from "valibot";
import { answer } from "./answer.ts";
import { ApiRelay } from "./api-relay.ts";
import { AppCache } from "./app-cache.ts";
import type { AppFile } from "./app-files.ts";
import { PageMessage } from "./protocol.ts";
import { isShare, keepShared } from "./share-target.ts";

declare const self: ServiceWorkerGlobalScope & { readonly earshotFiles: readonly AppFile[] };

const { scope } = self.registration;
const cache = new AppCache(self.earshotFiles, scope);
const api = new ApiRelay({ clients: self.clients, scope });

self.addEventListener("install", (event) => {
  // A first visit is ready as soon as the shell is; an update takes over only when it can do offline what its forerunner could.
  event.waitUntil(cache.keep(self.registration.active ? ["shell", "runtime"] : ["shell"]));
});

self.addEventListener("activate", () => {
  // Not waited for: Firefox claims a worker only once its thread is free, and a thread of the runtime waits for work. Until
  // this event is over, nothing that the page asks for is answered.
  void self.clients.claim();
});

self.addEventListener("message", (event) => {
  const message = v.parse(PageMessage, event.data);
  switch (message.kind) {
    case "keep-rest":
      // What fails now (offline, a file that the host does not carry) is tried again at the next visit.
      event.waitUntil(
        cache
          .keep(message.webgpu ? ["shell", "runtime", "webgpu"] : ["shell", "runtime"])
          .catch(() => {})
          .then(sweepWhenAlone),
      );
      return;
    case "take-over":
      event.waitUntil(self.skipWaiting());
      return;
    default:
      message satisfies never;
  }
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (isShare(request, scope)) return event.respondWith(keepShared(request, scope));
  const response = answer(request, cache, scope) ?? api.answer(request, event.clientId);
  if (!response) return;
  event.respondWith(response);
  if (request.mode === "navigate") event.waitUntil(sweepWhenAlone());
});

/**
 * A tab that still runs the version before may ask for its files: then they stay until it is gone. And a version that waits
 * has put its files beside ours.
 */
async function sweepWhenAlone(): Promise<void> {
  if (self.registration.installing || self.registration.waiting) return;
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const ours = windows.filter(({ url }) => url.startsWith(scope));
  if (ours.length <= 1) await cache.sweep();
}
