/**
 * How a page learns at once that a worker is gone: the worker holds a lock of the browser (Web Locks) for as long as it lives,
 * and the page waits for the same lock. A killed worker sends no event. Where there are no Web Locks a call's patience is left.
 */

/** Worker side: holds a lock of its own for ever. Tells its name once it is held. */
export function holdLife(tell: (lock: string) => void): void {
  // Node before 24 has neither; pages that are not secure have no locks.
  const locks = globalThis.navigator?.locks;
  if (!locks) return;
  const name = `earshot-life-${crypto.randomUUID()}`;
  void locks.request(name, () => {
    tell(name);
    return new Promise(() => {});
  });
}

/** Page side: calls back when the holder is gone; gives back how to stop waiting. */
export function awaitDeath(lock: string, onDeath: () => void): () => void {
  const ended = new AbortController();
  // Rejects when it is called off, and when the page itself is going: neither is a death.
  navigator.locks.request(lock, { signal: ended.signal }, onDeath).catch(() => undefined);
  return () => ended.abort();
}
