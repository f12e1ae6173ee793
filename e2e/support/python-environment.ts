/** Python with packages of its own, in an environment below `.cache/`; made on first use. */
import { spawnSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import path from "node:path";

/**
 * @param name of its folder @param packages as pip takes them @param modules that must then be there
 * @returns the interpreter; null where the machine has no Python.
 * @throws Error where there is one but the packages could not be installed: that is a failure, not a reason to skip.
 */
export function pythonWith(name: string, packages: readonly string[], modules: readonly string[]): string | null {
  const folder = path.resolve(".cache", name);
  const python = path.join(folder, process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
  if (existsSync(python) && run(python, ["-c", `import ${modules.join(", ")}`]) === 0) return python;
  const system = ["python3", "python"].find((some) => run(some, ["-m", "venv", "--help"]) === 0);
  if (!system) return null;
  rmSync(folder, { recursive: true, force: true });
  if (run(system, ["-m", "venv", folder]) !== 0 || run(python, ["-m", "pip", "install", "-q", ...packages]) !== 0) {
    throw new Error(`${packages.join(", ")} could not be installed`);
  }
  return python;
}

function run(command: string, rest: readonly string[]): number | null {
  return spawnSync(command, rest, { stdio: "ignore", timeout: 300_000 }).status;
}
