/**
 * Page side of the service worker: registers it once the page is up, lets it keep the rest, offers newer versions. Nothing
 * here reloads a page that is in use. A browser without service workers runs the app as it comes from the host.
 */
import { offerUpdate } from "./app-update.ts";
import { claimIsolationReload, pageTouched, wantsIsolationReload } from "./isolation-reload.ts";
import type { PageMessage } from "./protocol.ts";

export interface OfflineParts {
  /** The app's own folder, with a trailing slash. */
  readonly scope: string;
  readonly isBusy: () => boolean;
  /** Settles when sound can be heard, or never will: until then the network is the model's. */
  readonly started: Promise<unknown>;
  /** Is there a graphics device for the WebGPU runtime? */
  readonly hasWebGpu: () => Promise<boolean>;
}

const CALM_MS = 3_000;
/** A page that stays open for days asks again, when somebody comes back to it. */
const ASK_AGAIN_AFTER_MS = 60 * 60_000;

export async function keepOffline({ scope, isBusy, started, hasWebGpu }: OfflineParts): Promise<void> {
  const container = navigator.serviceWorker;
  if (!container) return; // An insecure page, or a browser that has none.
  await loaded();
  if (crossOriginIsolated && !container.controller) await calmAfter(started);
  const before = await container.getRegistration(scope);
  const firstVisit = before?.scope !== scope;
  const registration = await register(container, scope);
  if (!registration) return;
  watchUpdates(container, registration);
  askAgain(registration);
  const { active } = await container.ready;
  const moments = { isolated: crossOriginIsolated, firstVisit, busy: isBusy(), touched: pageTouched() };
  if (wantsIsolationReload(moments) && claimIsolationReload(() => sessionStorage)) return location.reload();
  if (active) tell(active, { kind: "keep-rest", webgpu: await hasWebGpu() });
}

/** Null where the browser will have none: storage that is blocked, a private window, a host that lacks the file. */
async function register(container: ServiceWorkerContainer, scope: string): Promise<ServiceWorkerRegistration | null> {
  const url = new URL("service-worker.js", scope);
  try {
    return await container.register(url, { scope, updateViaCache: "none" });
  } catch {
    // Offline, the one from an earlier visit goes on.
    return (await container.getRegistration(scope)) ?? null;
  }
}

function watchUpdates(container: ServiceWorkerContainer, registration: ServiceWorkerRegistration): void {
  let controlled = container.controller !== null;
  let asked = false;
  const offer = (worker: ServiceWorker) =>
    offerUpdate(() => {
      asked = true;
      tell(worker, { kind: "take-over" });
    });
  if (registration.waiting && controlled) offer(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const worker = registration.installing;
    worker?.addEventListener("statechange", () => {
      if (worker.state === "installed" && controlled) offer(worker);
    });
  });
  container.addEventListener("controllerchange", () => {
    if (asked) location.reload();
    // Taken in another tab: this one goes on as it is, until the person wants otherwise.
    else if (controlled) offerUpdate(() => location.reload());
    controlled = true;
  });
}

function askAgain(registration: ServiceWorkerRegistration): void {
  let askedAtMs = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.hidden || Date.now() - askedAtMs < ASK_AGAIN_AFTER_MS) return;
    askedAtMs = Date.now();
    registration.update().catch(() => {}); // Offline: the next time will do.
  });
}

function tell(worker: ServiceWorker, message: PageMessage): void {
  worker.postMessage(message);
}

/**
 * On a first visit a sound can be heard before what is kept for later ones is fetched. A host without headers needs the worker
 * at once.
 */
async function calmAfter(started: Promise<unknown>): Promise<void> {
  await started;
  await new Promise((resolve) => setTimeout(resolve, CALM_MS));
}

/** The page's own files come first. */
function loaded(): Promise<void> {
  if (document.readyState === "complete") return Promise.resolve();
  return new Promise((resolve) => addEventListener("load", () => resolve(), { once: true }));
}
