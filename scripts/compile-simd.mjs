/**
 * AssemblyScript → WebAssembly → `src/signal/simd/signal-wasm.ts`, as base64 in a module. The result is small and
 * committed, so no build needs a compiler and the same bytes load in a page, a worker, Node and the tests;
 * `compile-simd.test.ts` compiles again and compares. Run after a change: `npm run simd`.
 */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const root = fileURLToPath(new URL("..", import.meta.url));
const SOURCE = "src/signal/simd/assembly/index.ts";
export const GENERATED = path.join(root, "src/signal/simd/signal-wasm.ts");

/** The text of the generated module. */
export async function compileSimd() {
  let binary;
  const options = [
    "-O3",
    "--noAssert",
    "--converge",
    "--runtime",
    "stub",
    "--importMemory",
    "--noExportMemory",
    "--enable",
    "simd",
  ];
  const { error, stderr } = await asc.main([SOURCE, ...options, "--outFile", "signal.wasm", "--baseDir", root], {
    writeFile: (name, contents) => {
      if (name === "signal.wasm") binary = contents;
    },
  });
  if (error || !binary) throw new Error(`AssemblyScript: ${stderr.toString()}`, { cause: error });
  const base64 = Buffer.from(binary).toString("base64");
  return [
    `/** ${binary.length} bytes of WebAssembly, compiled from \`assembly/\` by \`npm run simd\`. Do not edit. */`,
    `export const SIGNAL_WASM_BASE64 =`,
    `  "${base64}";`,
    "",
  ].join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(GENERATED, await compileSimd());
