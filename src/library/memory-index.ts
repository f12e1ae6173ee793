/** The index's rows in memory: for browsers without IndexedDB, for what the disk has no room for, and for tests. */
import type { ModelIndex } from "./model-index.ts";
import type { ModelRow, PartialRow } from "./model-rows.ts";

export function memoryIndex(): ModelIndex {
  const models = new Map<string, ModelRow>();
  const partials = new Map<string, PartialRow>();
  return {
    models: async () => [...models.values()],
    partials: async () => [...partials.values()],
    putModel: async (row) => void models.set(row.key, structuredClone(row)),
    putPartial: async (row) => void partials.set(row.key, structuredClone(row)),
    removeModel: async (key) => void models.delete(key),
    removePartial: async (key) => void partials.delete(key),
    async finish(row) {
      models.set(row.key, structuredClone(row));
      partials.delete(row.key);
    },
  };
}
