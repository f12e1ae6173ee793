/** Small texts that outlast the page, where the browser lets them. */
export interface TextStore {
  get(key: string): string | null;
  set(key: string, value: string): void;
}

/** `localStorage`, where the browser has it and lets us; else a memory that ends with the page. */
export function textStore(): TextStore {
  const memory = new Map<string, string>();
  return {
    get(key) {
      try {
        return localStorage.getItem(key) ?? memory.get(key) ?? null;
      } catch {
        return memory.get(key) ?? null; // Storage is blocked: settings last as long as the page.
      }
    },
    set(key, value) {
      memory.set(key, value);
      try {
        localStorage.setItem(key, value);
      } catch {
        // Blocked or full: kept in memory above.
      }
    },
  };
}
