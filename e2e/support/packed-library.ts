/**
 * The npm package as somebody else has it: packed, unpacked into a `node_modules` of its own beside the packages it asks for.
 * No network: those are the ones that this project has.
 */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import { build } from "vite";

/** `EARSHOT_LIB` names another built folder than `dist-lib`. */
const BUILT = process.env.EARSHOT_LIB ?? "dist-lib";
/** What a React page of somebody else's has beside the package's own dependencies, and what `tsc` looks for. */
const OTHERS = [
  "onnxruntime-web",
  "mediabunny",
  "react",
  "react-dom",
  "@types/react",
  "@types/react-dom",
  "@huggingface/inference",
  "@huggingface/tasks",
];
const FIXTURES = path.resolve("e2e/library");

export interface PackedLibrary {
  /** Holds `node_modules`, the pages of `e2e/library` and the models of the app. */
  readonly folder: string;
  /** Of the package, as `npm pack` tells it. */
  readonly files: readonly string[];
}

export function unpackLibrary(name: string): PackedLibrary {
  const folder = path.resolve(".cache/e2e", name);
  rmSync(folder, { recursive: true, force: true });
  const modules = path.join(folder, "node_modules");
  mkdirSync(path.join(modules, "earshot"), { recursive: true });
  const told = execFileSync("npm", ["pack", "--json", "--pack-destination", folder], { cwd: BUILT, encoding: "utf8" });
  const packed = packedOf(JSON.parse(told));
  execFileSync("tar", [
    "-xzf",
    path.join(folder, packed.filename),
    "-C",
    path.join(modules, "earshot"),
    "--strip-components=1",
  ]);
  for (const other of OTHERS) {
    mkdirSync(path.dirname(path.join(modules, other)), { recursive: true });
    symlinkSync(path.resolve("node_modules", other), path.join(modules, other), "junction");
  }
  cpSync(FIXTURES, folder, { recursive: true });
  cpSync("public/models", path.join(folder, "models"), { recursive: true });
  return { folder, files: packed.files.map((file) => file.path) };
}

interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

/** One package is told as a list of one, or by its name. */
function packedOf(told: Packed[] | Record<string, Packed>): Packed {
  const [one] = Object.values(told);
  if (!one) throw new Error("npm packed nothing");
  return one;
}

/** With nothing but Vite's own defaults, as in anybody's project. @returns the built folder */
export async function buildPage(folder: string, page: string): Promise<string> {
  const outDir = path.join(folder, "built");
  await build({
    root: folder,
    configFile: false,
    logLevel: "error",
    publicDir: false,
    build: { outDir, emptyOutDir: true, rolldownOptions: { input: path.join(folder, page) } },
  });
  cpSync("public/models", path.join(outDir, "models"), { recursive: true });
  return outDir;
}

/** Types of a page that uses the package: what must compile and, by `@ts-expect-error`, what must not. */
export function typeTroubles(folder: string): string {
  const tsc = path.resolve("node_modules/typescript/bin/tsc");
  try {
    execFileSync(process.execPath, [tsc, "-p", folder], { encoding: "utf8" });
    return "";
  } catch (thrown) {
    return thrown instanceof Error && "stdout" in thrown ? String(thrown.stdout) : String(thrown);
  }
}
