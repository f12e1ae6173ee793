/** What nobody sees yet is drawn once the page has nothing else to do, in slices: a first look never waits for it. */
import { startTransition, useEffect, useState } from "react";

/** Milliseconds after which it is drawn on a page that is never idle. */
const AT_LATEST_MS = 2_000;

/** False at first; true for good once the page was idle. */
export function useIdle(): boolean {
  const [idle, setIdle] = useState(false);
  useEffect(() => whenIdle(() => startTransition(() => setIdle(true))), []);
  return idle;
}

/** Gives back how to call it off. Safari has no idle callbacks. */
function whenIdle(work: () => void): () => void {
  if (!globalThis.requestIdleCallback) {
    const timer = setTimeout(work, 200);
    return () => clearTimeout(timer);
  }
  const id = requestIdleCallback(work, { timeout: AT_LATEST_MS });
  return () => cancelIdleCallback(id);
}
