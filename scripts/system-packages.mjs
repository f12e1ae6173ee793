/** What this system has by name, and how its package manager is asked for more. */
import { spawnSync } from "node:child_process";

/** @param {string} name @returns {string | null} path of a command */
export function which(name) {
  return spawnSync("which", [name], { encoding: "utf8" }).stdout?.trim() || null;
}

/**
 * Runs a package manager as root, or by sudo where that asks for no password.
 * @param {string} manager @param {readonly string[]} rest
 */
export function runManager(manager, rest) {
  const root = process.getuid?.() === 0;
  return spawnSync(root ? manager : "sudo", root ? rest : ["-n", manager, ...rest], {
    stdio: "inherit",
    timeout: 600_000,
  });
}
