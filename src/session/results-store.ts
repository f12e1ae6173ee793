/**
 * Keeps results of files between visits, in IndexedDB: logits, overview and facts, never the sound. What cannot be kept
 * (storage blocked or full) is told once by its caller and costs nothing on screen.
 */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Overview } from "../signal/overview.ts";
import type { WindowPlan } from "../stream/protocol.ts";
import type { KeptLogits } from "./file-scoring.ts";
import type { FileEntry, Problem } from "./state.ts";

/** One file's result. `key` tells the file: its path, size and time of change. */
export interface KeptFile
  extends Pick<
    FileEntry,
    "name" | "path" | "sizeBytes" | "trueLabel" | "sourceRateHz" | "channels" | "codec" | "durationS"
  > {
  readonly key: string;
  /** Milliseconds since epoch; results come back in the order in which they were made. */
  readonly keptAtMs: number;
  readonly plan: WindowPlan;
  readonly damage: Problem | null;
  readonly logits: KeptLogits;
  readonly overview: Overview | null;
}

export interface ResultsStore {
  list(): Promise<KeptFile[]>;
  put(file: KeptFile): Promise<void>;
  remove(key: string): Promise<void>;
  clear(): Promise<void>;
}

interface Schema extends DBSchema {
  files: { key: string; value: KeptFile };
}

/** A change of what is kept gets a new number; what an older one kept is then dropped, not misread. */
const VERSION = 1;

/** Opens on first use. Every call may reject with what IndexedDB throws (`QuotaExceededError`, `InvalidStateError` …). */
export function indexedDbResults(name = "earshot-results"): ResultsStore {
  let opened: Promise<IDBPDatabase<Schema>> | null = null;
  const database = () => {
    opened ??= open(name).catch((thrown: unknown) => {
      opened = null; // Asked again next time: storage may have been allowed meanwhile.
      throw thrown;
    });
    return opened;
  };
  return {
    async list() {
      const kept = await (await database()).getAll("files");
      return kept.sort((a, b) => a.keptAtMs - b.keptAtMs);
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

function open(name: string): Promise<IDBPDatabase<Schema>> {
  return openDB<Schema>(name, VERSION, {
    upgrade(db) {
      for (const store of [...db.objectStoreNames]) db.deleteObjectStore(store);
      db.createObjectStore("files", { keyPath: "key" });
    },
    // A newer Earshot in another tab wants to change the store: this one must let go.
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase | null)?.close(),
  });
}

/** Where nothing is kept: tests, and browsers without IndexedDB. */
export function memoryResults(): ResultsStore {
  const files = new Map<string, KeptFile>();
  return {
    list: async () => [...files.values()],
    put: async (file) => void files.set(file.key, file),
    remove: async (key) => void files.delete(key),
    clear: async () => files.clear(),
  };
}
