/**
 * What a person chose, as a list of files with safe paths from the model's own folder: `config.json` or `earshot.json` at its
 * top, whatever folders lie around it. Refuses paths that lead out, and lists without end.
 */
import { EarshotError } from "../../errors/earshot-error.ts";

export interface DiskEntry {
  readonly path: string;
  readonly bytes: number;
  /** The whole file, in pieces. */
  read(): AsyncIterable<Uint8Array>;
  /** Exactly those bytes of it; absent where it is packed. */
  readonly slice?: (offset: number, length: number) => Promise<Uint8Array<ArrayBuffer>>;
}

const MOST_ENTRIES = 20_000;
/** By either of these a model's own folder is known. */
const LANDMARKS = ["earshot.json", "config.json"];

/** @throws EarshotError `folder-without-model` */
export function modelEntries(entries: readonly DiskEntry[]): DiskEntry[] {
  if (entries.length > MOST_ENTRIES) throw noModel(`more than ${MOST_ENTRIES} files`);
  const safe = entries.map((entry) => ({ ...entry, path: safePath(entry.path) })).filter(({ path }) => isContent(path));
  const root = rootOf(safe.map(({ path }) => path));
  if (root === null) throw noModel("no config.json");
  return safe
    .filter(({ path }) => path.startsWith(root))
    .map((entry) => ({ ...entry, path: entry.path.slice(root.length) }));
}

/** @throws EarshotError `folder-without-model` where it could lie elsewhere than in what was chosen */
function safePath(path: string): string {
  const slashed = path.replaceAll("\\", "/");
  const steps = slashed.split("/");
  const leadsOut =
    slashed.includes("\0") || /^[a-z]:/i.test(slashed) || steps.some((step) => step === "" || /^\.\.?$/.test(step));
  if (leadsOut) throw noModel("a path in it leads out of it");
  return slashed;
}

/** Not what a system or a version control left there. */
function isContent(path: string): boolean {
  return !path.split("/").some((step) => step.startsWith(".") || step === "__MACOSX");
}

/** With a trailing slash, or empty; the shallowest, then the first by name. */
function rootOf(paths: readonly string[]): string | null {
  const roots = paths.flatMap((path) => {
    const cut = path.lastIndexOf("/") + 1;
    return LANDMARKS.includes(path.slice(cut)) ? [path.slice(0, cut)] : [];
  });
  const depth = (root: string) => root.split("/").length;
  const [first] = roots.sort((a, b) => depth(a) - depth(b) || a.localeCompare(b, "en"));
  return first ?? null;
}

export function noModel(reason: string): EarshotError {
  return new EarshotError("folder-without-model", reason, { details: { reason } });
}
