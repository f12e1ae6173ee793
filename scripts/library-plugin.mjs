/**
 * Vite plugin for the npm package: some files have other twins there (what others made comes from their own packages, by
 * address; what only an hour of sound needs is left out), and `packageAddress("…")` becomes what bundlers and browsers resolve by themselves. Lists what it took in of others.
 */
import path from "node:path";

const TWINS = {
  "src/inference/load-runtime.ts": "src/lib/load-runtime.ts",
  "src/capture/decode/load-mediabunny.ts": "src/lib/load-mediabunny.ts",
  "src/capture/decode/ask-page.ts": "src/lib/without-batches.ts",
  "src/capture/decode/mp3-batches.ts": "src/lib/without-batches.ts",
  "src/capture/lend-decoder.ts": "src/lib/without-batches.ts",
  "src/stream/range-intake.ts": "src/lib/without-ranges.ts",
};
const WORKLET = "capture.worklet.ts?worker&url";
const ADDRESS = /\bpackageAddress\((["'`])([^"'`]+)\1\)/g;

/** @param {Set<string>} packages names of others' packages, added to as they are met */
export function libraryPlugin(packages) {
  return {
    name: "earshot:library",
    enforce: "pre",
    async resolveId(source, importer, options) {
      // The page says where the worklet is: see `lib/assets.ts`.
      if (source.endsWith(WORKLET)) return "\0worklet";
      if (!source.startsWith(".") || !importer) return null;
      const found = await this.resolve(source, importer, { ...options, skipSelf: true });
      const twin = found && TWINS[path.relative(process.cwd(), found.id).replaceAll(path.sep, "/")];
      return twin ? path.resolve(twin) : null;
    },
    load: (id) => (id === "\0worklet" ? 'export default ""' : null),
    generateBundle(_, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== "chunk") continue;
        chunk.code = chunk.code.replace(ADDRESS, (_match, _quote, file) => `new URL("${file}", import.meta.url)`);
        for (const [id, { renderedLength }] of Object.entries(chunk.modules)) {
          const name = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1];
          if (name && renderedLength > 0) packages.add(name);
        }
      }
    },
  };
}
