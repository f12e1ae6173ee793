/** What is to be said of what was given: left out, empty, unreadable. Pure. */
import { formatCount } from "../figures.ts";
import type { Intake } from "./dropped-files.ts";

/** Null where everything was taken and nothing needs a word. */
export function intakeWords({ files, manifests, leftOut, emptyFolders, unreadable }: Intake): string | null {
  const said: string[] = [];
  if (unreadable.length > 0) {
    said.push(`${named(unreadable)} could not be read from disk. Check that you may open it, then give it again.`);
  }
  if (emptyFolders.length > 0) {
    const there = leftOut > 0 && files.length === 0 ? `, only ${formatCount(leftOut, "other file")}` : "";
    said.push(`There is no sound in ${named(emptyFolders)}${there}.`);
    if (there !== "") return said.join(" ");
  }
  if (leftOut > 0) said.push(leftOutWords(leftOut));
  if (files.length + manifests.length === 0 && said.length === 0) said.push("There was no file in it.");
  return said.length === 0 ? null : said.join(" ");
}

function named(names: readonly string[]): string {
  const first = `“${names[0] ?? ""}”`;
  if (names.length <= 1) return first;
  return names.length === 2 ? `${first} and “${names[1]}”` : `${first} and ${names.length - 1} others`;
}

function leftOutWords(count: number): string {
  if (count === 1) return "1 file that is no sound was left out.";
  return `${formatCount(count, "file")} that are no sound were left out.`;
}
