/** Declarations of the npm package: what `tsc` says of the entries, and of the other files only what they lead to. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** Of a module in a declaration, also inside `import("…")`. */
const SPECIFIER = /(["'])(\.{1,2}\/[^"']+)\.ts\1/g;

/** @param {string} folder @param {readonly string[]} entries */
export function writeTypes(folder, entries) {
  const scratch = mkdtempSync(path.join(tmpdir(), "earshot-types-"));
  try {
    const tsc = path.resolve("node_modules/typescript/bin/tsc");
    execFileSync(process.execPath, [tsc, "-p", "tsconfig.lib.json", "--outDir", scratch], { stdio: "inherit" });
    const seen = new Set();
    const waiting = entries.map((entry) => path.relative("src", entry));
    for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
      if (seen.has(file)) continue;
      seen.add(file);
      const name = file.replace(/\.ts$/, ".d.ts");
      const text = readFileSync(path.join(scratch, name), "utf8");
      for (const [, , module] of text.matchAll(SPECIFIER)) {
        waiting.push(path.join(path.dirname(file), `${module}.ts`));
      }
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), text.replace(SPECIFIER, "$1$2.js$1"));
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
