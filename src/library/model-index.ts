/**
 * The rows of stored models and of those on their way, in an IndexedDB database of the library's own. A row is written after
 * the blobs that it names. Any call may reject with what IndexedDB throws.
 */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import { type ModelRow, type PartialRow, readModelRow, readPartialRow } from "./model-rows.ts";

export interface ModelIndex {
  models(): Promise<ModelRow[]>;
  partials(): Promise<PartialRow[]>;
  putModel(row: ModelRow): Promise<void>;
  putPartial(row: PartialRow): Promise<void>;
  removeModel(key: string): Promise<void>;
  removePartial(key: string): Promise<void>;
  /** On its way → stored, in one step. */
  finish(row: ModelRow): Promise<void>;
}

interface Schema extends DBSchema {
  models: { key: string; value: unknown };
  partials: { key: string; value: unknown };
}

const VERSION = 1;

export function indexedDbIndex(name = "earshot-models"): ModelIndex {
  let opened: Promise<IDBPDatabase<Schema>> | null = null;
  const forget = () => {
    opened = null;
  };
  const database = () => {
    opened ??= open(name, forget).catch((thrown: unknown) => {
      forget(); // The next call opens again.
      throw thrown;
    });
    return opened;
  };
  return {
    models: async () => (await (await database()).getAll("models")).map(readModelRow).filter((row) => row !== null),
    partials: async () =>
      (await (await database()).getAll("partials")).map(readPartialRow).filter((row) => row !== null),
    putModel: async (row) => void (await (await database()).put("models", row)),
    putPartial: async (row) => void (await (await database()).put("partials", row)),
    removeModel: async (key) => (await database()).delete("models", key),
    removePartial: async (key) => (await database()).delete("partials", key),
    async finish(row) {
      const change = (await database()).transaction(["models", "partials"], "readwrite");
      await Promise.all([
        change.objectStore("models").put(row),
        change.objectStore("partials").delete(row.key),
        change.done,
      ]);
    },
  };
}

async function open(name: string, onClosed: () => void): Promise<IDBPDatabase<Schema>> {
  return openDB<Schema>(name, VERSION, {
    upgrade(db) {
      db.createObjectStore("models", { keyPath: "key" });
      db.createObjectStore("partials", { keyPath: "key" });
    },
    // A newer Earshot in another tab wants to change the database: this one must let go.
    blocking(_current, _blocked, event) {
      if (event.target instanceof IDBDatabase) event.target.close();
      onClosed();
    },
    terminated: onClosed,
  });
}
