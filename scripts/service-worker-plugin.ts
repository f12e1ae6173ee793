/**
 * Vite plugin: after a build, lists the app's files with their revisions, builds `src/offline/service-worker.ts` (one
 * classic script: not every browser takes modules there) with that list in front, and writes the headers for hosts that read
 * a `_headers` file. The list stands on a line of its own, for `size.mjs` and tests to read.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { build, type Plugin } from "vite";
import { type AppFile, stageOf, urlOf } from "../src/offline/app-files.ts";
import { securityHeaders } from "./headers.mjs";

export function serviceWorkerPlugin({ hub }: { readonly hub: string }): Plugin {
  let folder = "dist";
  return {
    name: "earshot:service-worker",
    apply: "build",
    configResolved(config) {
      folder = path.resolve(config.root, config.build.outDir);
    },
    async closeBundle(error) {
      if (error) return;
      writeFileSync(path.join(folder, "_headers"), headersFile(hub));
      const files = listFiles(folder);
      await build({
        configFile: false,
        logLevel: "warn",
        publicDir: false,
        build: {
          target: "es2022",
          outDir: folder,
          emptyOutDir: false,
          rolldownOptions: {
            input: "src/offline/service-worker.ts",
            output: {
              format: "iife",
              entryFileNames: "service-worker.js",
            },
          },
        },
      });
      const script = path.join(folder, "service-worker.js");
      const list = `self.earshotFiles = ${JSON.stringify(files)};\n`;
      writeFileSync(script, list + readFileSync(script, "utf8"));
    },
  };
}

function listFiles(folder: string): AppFile[] {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, "/"));
  return names.sort().flatMap((name) => {
    const stage = stageOf(name);
    if (!stage) return [];
    const hash = createHash("sha256").update(readFileSync(path.join(folder, name)));
    return { url: urlOf(name), revision: hash.digest("hex").slice(0, 16), stage };
  });
}

/** As Netlify and Cloudflare Pages read it; any other host ignores it. */
function headersFile(hub: string): string {
  const everywhere = Object.entries(securityHeaders({ hub })).map(([name, value]) => `  ${name}: ${value}`);
  return ["/*", ...everywhere, "/assets/*", "  Cache-Control: public, max-age=31536000, immutable", ""].join("\n");
}
