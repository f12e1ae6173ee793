/** What the browser says of this site's storage; null where it says nothing. */

export interface StorageFacts {
  readonly usedBytes: number | null;
  readonly quotaBytes: number | null;
  readonly persisted: boolean;
}

export async function readStorage(storage: StorageManager | undefined): Promise<StorageFacts> {
  const estimate = await attempt(storage?.estimate?.());
  const persisted = await attempt(storage?.persisted?.());
  return {
    usedBytes: estimate?.usage ?? null,
    quotaBytes: estimate?.quota ?? null,
    persisted: persisted ?? false,
  };
}

export function freeBytes({ usedBytes, quotaBytes }: StorageFacts): number | null {
  return usedBytes === null || quotaBytes === null ? null : Math.max(0, quotaBytes - usedBytes);
}

/** A browser that refuses to say is one that says nothing. */
async function attempt<T>(asked: Promise<T> | undefined): Promise<T | null> {
  try {
    return (await asked) ?? null;
  } catch {
    return null;
  }
}
