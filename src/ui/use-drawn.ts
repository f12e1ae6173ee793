/** What nobody sees yet is drawn once the page has nothing else to do, in slices: a first look never waits for it. */
import { startTransition, useEffect, useState } from "react";

/** Milliseconds after which it is drawn on a page that is never idle. */
const AT_LATEST_MS = 2_000;

/** True for good once it was shown, or the page was idle. */
export function useDrawn(shown: boolean): boolean {
  const [drawn, setDrawn] = useState(shown);
  if (shown && !drawn) setDrawn(true);
  useEffect(() => whenIdle(() => startTransition(() => setDrawn(true))), []);
  return drawn;
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
