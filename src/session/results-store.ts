/**
 * Keeps results of files between visits, in IndexedDB: logits, overview and facts, never the sound. What cannot be kept
 * (storage blocked or full) is told once by its caller and costs nothing on screen.
 */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import { type KeptFile, readKept } from "./kept-file.ts";

export interface ResultsStore {
  /** In the order in which they were made, each read when it is asked for. What cannot be read is left out. */
  each(): AsyncIterable<KeptFile>;
  put(file: KeptFile): Promise<void>;
  remove(key: string): Promise<void>;
  clear(): Promise<void>;
}

interface Schema extends DBSchema {
  files: { key: string; value: unknown; indexes: { keptAtMs: number } };
}

/** A change of what is kept gets a new number; what an older one kept is then dropped, not misread. */
const VERSION = 2;
/** Records that are asked for together: small ones then do not wait for each other. */
const READ_AHEAD = 16;

/** Opens on first use. Every call may reject with what IndexedDB throws (`QuotaExceededError`, `InvalidStateError` …). */
export function indexedDbResults(name = "earshot-results"): ResultsStore {
  let opened: Promise<IDBPDatabase<Schema>> | null = null;
  /** The next call opens again: storage may have been allowed, or emptied and made anew, meanwhile. */
  const forget = () => {
    opened = null;
  };
  const database = () => {
    opened ??= open(name, forget).catch((thrown: unknown) => {
      forget();
      throw thrown;
    });
    return opened;
  };
  return {
    async *each() {
      const db = await database();
      const keys = await db.getAllKeysFromIndex("files", "keptAtMs");
      // Each by a request of its own: hundreds of hours in one piece would hold up the page while they are copied.
      for (let at = 0; at < keys.length; at += READ_AHEAD) {
        const some = keys.slice(at, at + READ_AHEAD).map((key) => db.get("files", key).catch(() => null));
        for (const record of await Promise.all(some)) {
          const kept = readKept(record);
          if (kept !== null) yield kept;
        }
      }
    },
    async put(file) {
      await (await database()).put("files", file);
    },
    async remove(key) {
      await (await database()).delete("files", key);
    },
    async clear() {
      await (await database()).clear("files");
    },
  };
}

async function open(name: string, onClosed: () => void): Promise<IDBPDatabase<Schema>> {
  return openDB<Schema>(name, VERSION, {
    upgrade(db) {
      for (const store of [...db.objectStoreNames]) db.deleteObjectStore(store);
      db.createObjectStore("files", { keyPath: "key" }).createIndex("keptAtMs", "keptAtMs");
    },
    // A newer Earshot in another tab wants to change the store: this one must let go.
    blocking(_current, _blocked, event) {
      (event.target as IDBDatabase | null)?.close();
      onClosed();
    },
    terminated: onClosed,
  });
}

/** Where nothing is kept: tests, and browsers without IndexedDB. */
export function memoryResults(): ResultsStore {
  const files = new Map<string, KeptFile>();
  return {
    async *each() {
      yield* files.values();
    },
    put: async (file) => void files.set(file.key, file),
    remove: async (key) => void files.delete(key),
    clear: async () => files.clear(),
  };
}
