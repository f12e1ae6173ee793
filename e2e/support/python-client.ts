/** Python with the official client, in an environment of its own below `.cache/`; made on first use. */
import { spawnSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import path from "node:path";

const FOLDER = path.resolve(".cache/python-client");
const PYTHON = path.join(FOLDER, process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
const PACKAGES = ["huggingface_hub>=2.0", "schemathesis>=4.0"];

/**
 * @returns the interpreter; null where the machine has no Python.
 * @throws Error where there is one but the client could not be installed: that is a failure, not a reason to skip.
 */
export function pythonWithClient(): string | null {
  if (works()) return PYTHON;
  const python = ["python3", "python"].find((name) => run(name, ["-m", "venv", "--help"]) === 0);
  if (!python) return null;
  rmSync(FOLDER, { recursive: true, force: true });
  if (run(python, ["-m", "venv", FOLDER]) !== 0 || run(PYTHON, ["-m", "pip", "install", "-q", ...PACKAGES]) !== 0) {
    throw new Error("huggingface_hub could not be installed");
  }
  return PYTHON;
}

function works(): boolean {
  return existsSync(PYTHON) && run(PYTHON, ["-c", "import huggingface_hub, schemathesis"]) === 0;
}

function run(command: string, rest: readonly string[]): number | null {
  return spawnSync(command, rest, { stdio: "ignore", timeout: 300_000 }).status;
}
