/**
 * AssemblyScript → WebAssembly, as base64 in modules. The results are small and committed, so no build needs a compiler and the
 * same bytes load in a page, a worker, Node and the tests; `compile-simd.test.ts` compiles again and compares. Run after a
 * change: `npm run simd`.
 */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const root = fileURLToPath(new URL("..", import.meta.url));

/** What is compiled from where; each constant with the features that its engine must have. */
export const MODULES = [
  {
    folder: "src/signal/simd",
    generated: "src/signal/simd/signal-wasm.ts",
    constants: { SIGNAL_WASM_BASE64: ["simd"] },
  },
  {
    folder: "src/convnet",
    generated: "src/convnet/convnet-wasm.ts",
    constants: { RELAXED_WASM_BASE64: ["simd", "relaxed-simd"], PLAIN_WASM_BASE64: ["simd"] },
  },
  {
    folder: "src/inference/graft",
    generated: "src/inference/graft/product-wasm.ts",
    constants: { PRODUCT_WASM_BASE64: ["simd"] },
  },
];

/** The text of a generated module. */
export async function compileModule({ folder, constants }) {
  const texts = [];
  for (const [name, features] of Object.entries(constants)) {
    const binary = await compile(`${folder}/assembly/index.ts`, features);
    const base64 = Buffer.from(binary).toString("base64");
    texts.push(
      `/** ${binary.length} bytes of WebAssembly (${features.join(", ")}), compiled from \`assembly/\` by \`npm run simd\`. Do not edit. */`,
      `export const ${name} =`,
      `  "${base64}";`,
      "",
    );
  }
  return texts.join("\n");
}

async function compile(source, features) {
  let binary;
  const options = ["-O3", "--noAssert", "--converge", "--runtime", "stub", "--importMemory", "--noExportMemory"];
  const enabled = features.flatMap((feature) => ["--enable", feature]);
  const files = ["--outFile", "module.wasm", "--baseDir", root];
  const { error, stderr } = await asc.main([source, ...options, ...enabled, ...files], {
    writeFile: (name, contents) => {
      if (name === "module.wasm") binary = contents;
    },
  });
  if (error || !binary) throw new Error(`AssemblyScript: ${stderr.toString()}`, { cause: error });
  return binary;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const module of MODULES) writeFileSync(path.join(root, module.generated), await compileModule(module));
}
