/**
 * Vite plugin for workers: nothing may import the file that a worker starts with. WebKit does not know it for the module that
 * it already runs, and runs it again: a second set of handlers over an empty state.
 */
import type { Plugin } from "vite";

export function workerEntryPlugin(): Plugin {
  return {
    name: "earshot:worker-entry",
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === "chunk");
      const entries = new Set(chunks.filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName));
      for (const { fileName, imports, dynamicImports } of chunks) {
        const wrong = [...imports, ...dynamicImports].find((imported) => entries.has(imported));
        if (wrong) this.error(`${fileName} imports ${wrong}, with which a worker starts: WebKit would run that twice`);
      }
    },
  };
}

/** The bundler's own helpers go into the first file that others share: with none, into the one a worker starts with. */
export const SHARED_APART = { codeSplitting: { groups: [{ name: "shared", test: /\/src\/errors\// }] } };
