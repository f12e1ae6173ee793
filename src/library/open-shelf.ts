/**
 * The shelf on what this browser gives: origin private file system, IndexedDB and Web Locks; memory for whatever it does not.
 * Sweeps away what an earlier visit left behind when it ended in the middle.
 */
import { BlobPlaces } from "./blob-places.ts";
import type { BlobStore } from "./blob-store.ts";
import { threadLocks, webLocks } from "./locks.ts";
import { memoryBlobs } from "./memory-blobs.ts";
import { memoryIndex } from "./memory-index.ts";
import { indexedDbIndex } from "./model-index.ts";
import { opfsBlobs } from "./opfs-blobs.ts";
import { Shelf } from "./shelf.ts";

/** What models may take of memory when the disk takes nothing: a quarter of the device's, which browsers tell up to 8 GB. */
const MEMORY_SHARE = 0.25;
const ASSUMED_MEMORY_GB = 4;

export interface Browser {
  readonly storage: StorageManager | undefined;
  readonly indexedDB: IDBFactory | undefined;
  readonly locks: LockManager | undefined;
  readonly memoryGB: number | undefined;
}

export async function openShelf({ storage, indexedDB, locks, memoryGB }: Browser): Promise<Shelf> {
  const disk = await openDisk(storage);
  const memory = memoryBlobs((memoryGB ?? ASSUMED_MEMORY_GB) * MEMORY_SHARE * 2 ** 30);
  const index = disk && indexedDB ? indexedDbIndex() : memoryIndex();
  const shelf = new Shelf(new BlobPlaces(disk, memory), index, locks ? webLocks(locks) : threadLocks());
  await dropDeadImports(shelf);
  return shelf;
}

/** Null where the browser has no such storage, or refuses it (private windows, blocked site data). */
async function openDisk(storage: StorageManager | undefined): Promise<BlobStore | null> {
  try {
    return storage ? await opfsBlobs(await storage.getDirectory()) : null;
  } catch {
    return null;
  }
}

/** An import cannot go on: its files are known to the page that chose them only. One that runs in another tab is waited for. */
async function dropDeadImports(shelf: Shelf): Promise<void> {
  const imports = (await shelf.partials()).filter(({ source }) => source === "disk");
  for (const { key } of imports) {
    const drop = shelf.locks.hold(`earshot-download-${key}`, () => shelf.removePartial(key));
    void drop.catch(() => {}); // Another visit tries again.
  }
  await shelf.sweep().catch(() => {}); // So with what an unreadable index leaves.
}
