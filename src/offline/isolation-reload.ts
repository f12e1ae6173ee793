/**
 * Threads need an isolated page, and a page is isolated by the headers that it was loaded with. Where the host sets none,
 * the service worker does, but only from the second load on: so the very first visit is loaded once more, before anybody
 * has done anything with it. Never again: a browser in which that did not help runs on one thread, and the page says so.
 */
const DONE = "earshot.isolation-reload";

export interface FirstMoments {
  readonly isolated: boolean;
  /** No service worker of ours was there when the page came. */
  readonly firstVisit: boolean;
  /** Listening, or files in work. */
  readonly busy: boolean;
  /** The person has pressed or typed something. */
  readonly touched: boolean;
}

export function wantsIsolationReload({ isolated, firstVisit, busy, touched }: FirstMoments): boolean {
  return !isolated && firstVisit && !busy && !touched;
}

/** False where it was done before, or where that could not be remembered: better one thread than a loop. */
export function claimIsolationReload(openStorage: () => Pick<Storage, "getItem" | "setItem">): boolean {
  try {
    const storage = openStorage();
    if (storage.getItem(DONE) !== null) return false;
    storage.setItem(DONE, "1");
    return storage.getItem(DONE) !== null;
  } catch {
    return false;
  }
}

/** Without the API nobody can tell, so it counts as touched. */
export function pageTouched(): boolean {
  return navigator.userActivation?.hasBeenActive ?? true;
}
