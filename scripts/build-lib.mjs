/**
 * `npm run build:lib`: the npm package in `dist-lib/`. The page's part as modules, each worker as one file that imports
 * nothing, types, and what a package has to say of itself. Nothing of onnxruntime or mediabunny is in it: they are packages.
 */
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { build } from "vite";
import { libraryPlugin } from "./library-plugin.mjs";
import { writeTypes } from "./library-types.mjs";

/** A package may bring its licence at the top of its files alone; Apache's text is this package's own LICENSE. */
const LICENSED_IN_FILES = { "@bufbuild/protobuf": "dist/esm/wire" };

const OUT = "dist-lib";
const ENTRIES = { index: "src/lib/index.ts", element: "src/lib/element/index.ts", react: "src/lib/element/react.ts" };
const WORKERS = {
  "inference.worker": "src/inference/inference.worker.ts",
  "audio.worker": "src/stream/audio.worker.ts",
  "library.worker": "src/library/library.worker.ts",
  "capture.worklet": "src/capture/capture.worklet.ts",
};

const packages = new Set();
rmSync(OUT, { recursive: true, force: true });
await bundle(`${OUT}/dist`, ENTRIES, { chunkFileNames: "[name].js" });
for (const [name, file] of Object.entries(WORKERS)) {
  await bundle(`${OUT}/dist/workers`, { [name]: file }, { codeSplitting: false });
}
writeTypes(`${OUT}/types`, Object.values(ENTRIES));

const own = JSON.parse(readFileSync("package.json", "utf8"));
writeFileSync(`${OUT}/package.json`, `${JSON.stringify(manifest(own), null, 2)}\n`);
cpSync("LICENSE", `${OUT}/LICENSE`);
cpSync("docs/library.md", `${OUT}/README.md`);
writeFileSync(`${OUT}/NOTICES.md`, notices([...packages].sort()));

/** @param {string} outDir @param {Record<string, string>} input @param {object} output */
function bundle(outDir, input, output) {
  return build({
    configFile: false,
    logLevel: "warn",
    publicDir: false,
    plugins: [libraryPlugin(packages)],
    build: {
      target: "es2022",
      outDir,
      emptyOutDir: false,
      modulePreload: false,
      rolldownOptions: {
        input,
        preserveEntrySignatures: "strict",
        output: { format: "es", entryFileNames: "[name].js", ...output },
      },
    },
  });
}

function manifest({ name, version, description, license, dependencies }) {
  const entry = (file, types) => ({ types: `./types/lib/${types}.d.ts`, default: `./dist/${file}.js` });
  return {
    name,
    version,
    description,
    license,
    type: "module",
    keywords: ["audio-classification", "onnx", "web-component", "microphone", "huggingface"],
    exports: {
      ".": entry("index", "index"),
      "./element": entry("element", "element/index"),
      "./react": entry("react", "element/react"),
      "./package.json": "./package.json",
    },
    types: "./types/lib/index.d.ts",
    // Importing the element defines it; the function alone does nothing before it is called.
    sideEffects: ["./dist/element.js"],
    files: ["dist", "types", "NOTICES.md"],
    dependencies: { mediabunny: dependencies.mediabunny, "onnxruntime-web": dependencies["onnxruntime-web"] },
  };
}

/** Licences of what stands inside the bundles. */
function notices(names) {
  const texts = names.map((name) => {
    const folder = `node_modules/${name}`;
    const { version, license } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
    const file = ["LICENSE", "LICENSE.md", "LICENCE", "license"].find((one) => exists(`${folder}/${one}`));
    const text = file ? readFileSync(`${folder}/${file}`, "utf8").trim() : headsOf(name);
    return `## ${name} ${version} (${license})\n\n${text}\n`;
  });
  return `# Notices\n\nParts of these packages stand in the files of \`dist/\`.\n\n${texts.join("\n")}`;
}

function headsOf(name) {
  const inner = LICENSED_IN_FILES[name];
  if (!inner) throw new Error(`${name} brings no licence text`);
  const folder = `node_modules/${name}/${inner}`;
  const files = readdirSync(folder).filter((file) => file.endsWith(".js"));
  const heads = files.map((file) => /^(?:\/\/.*\n)+/.exec(readFileSync(`${folder}/${file}`, "utf8"))?.[0] ?? "");
  return [...new Set(heads)].map((head) => head.replaceAll(/^\/\/ ?/gm, "").trim()).join("\n\n");
}

function exists(file) {
  try {
    return readFileSync(file).length > 0;
  } catch {
    return false;
  }
}
