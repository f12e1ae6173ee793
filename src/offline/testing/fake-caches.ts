/** A Cache API in memory, for Node: the calls that `offline/` makes, by address. */
export function fakeCaches(): CacheStorage {
  const caches = new Map<string, Map<string, Response>>();
  const addressOf = (asked: RequestInfo | URL) => (asked instanceof Request ? asked.url : String(asked));
  const open = (name: string) => {
    const entries = caches.get(name) ?? new Map<string, Response>();
    caches.set(name, entries);
    return {
      match: async (asked: RequestInfo | URL) => entries.get(addressOf(asked))?.clone(),
      put: async (asked: RequestInfo | URL, response: Response) => void entries.set(addressOf(asked), response),
      delete: async (asked: RequestInfo | URL) => entries.delete(addressOf(asked)),
      keys: async () => [...entries.keys()].map((url) => new Request(url)),
    } as unknown as Cache;
  };
  return {
    open: async (name: string) => open(name),
    keys: async () => [...caches.keys()],
    delete: async (name: string) => caches.delete(name),
  } as unknown as CacheStorage;
}
