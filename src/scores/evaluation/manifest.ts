/**
 * Owns: reading a manifest, the table that says which file has which label: CSV, TSV or semicolons, as data sets ship it.
 *
 * With a header, columns go by name, whatever their order and case, and spaces, `_` and `-` don't count. Without one, the
 * first column is the path and the second the label. One label a file; several in one field ("dog,bark") are one name.
 * Deliberately doesn't: find the files (`match-manifest.ts`) or the model's labels (`match-labels.ts`).
 */
import Papa from "papaparse";

export interface ManifestRow {
  readonly path: string;
  readonly label: string;
  /** Where it begins in the text, from 1. */
  readonly line: number;
}

export type ManifestFault =
  /** Nothing but blank lines. */
  | "empty"
  /** A header (or a first line) in which no column can be told to be the path, or none to be the label. */
  | "no-path-column"
  | "no-label-column"
  /** A row whose path or label is missing or blank. */
  | "no-path"
  | "no-label"
  /** A quote that is never closed or has text after it: what the row says is not known. */
  | "quotes";

export interface ManifestProblem {
  readonly line: number;
  readonly why: ManifestFault;
}

export interface Manifest {
  readonly rows: readonly ManifestRow[];
  readonly problems: readonly ManifestProblem[];
}

interface Line {
  readonly cells: readonly string[];
  readonly line: number;
}

/** In order of preference: ESC-50 has both `category` ("dog") and `target` (0), and the name is meant. */
const PATH_NAMES = ["path", "filepath", "file", "filename", "slicefilename", "audio"];
const LABEL_NAMES = ["label", "class", "category", "target"];
const DELIMITERS = [",", "\t", ";"];

/** Bad rows are left out and told; nothing throws. */
export function readManifest(text: string): Manifest {
  const { lines, problems } = readLines(text);
  const first = lines[0];
  if (first === undefined) return { rows: [], problems: problems.length > 0 ? problems : [{ line: 1, why: "empty" }] };

  const columns = isHeader(first.cells) ? namedColumns(first.cells) : { path: 0, label: 1 };
  if (columns.path === undefined) return { rows: [], problems: [{ line: first.line, why: "no-path-column" }] };
  if (columns.label === undefined || (!isHeader(first.cells) && lines.every(({ cells }) => cells.length < 2))) {
    return { rows: [], problems: [{ line: first.line, why: "no-label-column" }] };
  }

  const rows: ManifestRow[] = [];
  for (const { cells, line } of isHeader(first.cells) ? lines.slice(1) : lines) {
    const path = cells[columns.path]?.trim() ?? "";
    const label = cells[columns.label]?.trim() ?? "";
    if (path === "") problems.push({ line, why: "no-path" });
    else if (label === "") problems.push({ line, why: "no-label" });
    else rows.push({ path, label, line });
  }
  return { rows, problems: problems.sort((a, b) => a.line - b.line) };
}

/** The rows that aren't blank, each with the line on which it begins: a quoted field may span several. */
function readLines(text: string): { lines: Line[]; problems: ManifestProblem[] } {
  const parsed = Papa.parse<string[]>(text, { header: false, delimitersToGuess: DELIMITERS });
  const broken = new Set(parsed.errors.filter(({ type }) => type === "Quotes").map(({ row }) => row));
  const lines: Line[] = [];
  const problems: ManifestProblem[] = [];
  let line = 1;
  parsed.data.forEach((cells, row) => {
    if (broken.has(row)) problems.push({ line, why: "quotes" });
    else if (cells.some((cell) => cell.trim() !== "")) lines.push({ cells, line });
    line += 1 + cells.reduce((sum, cell) => sum + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 0);
  });
  return { lines, problems };
}

/** A first line that names a column and in which nothing looks like a file: "audio/1.wav,target" is data. */
function isHeader(cells: readonly string[]): boolean {
  const names = cells.map(columnName);
  const known = names.some((name) => PATH_NAMES.includes(name) || LABEL_NAMES.includes(name));
  return known && !cells.some((cell) => /\.[a-z0-9]{2,4}\s*$/i.test(cell));
}

/** Of two columns with one name unknown ("filename,species"), the other is what is left. */
function namedColumns(header: readonly string[]): { path: number | undefined; label: number | undefined } {
  const names = header.map(columnName);
  const find = (wanted: readonly string[]): number | undefined => {
    const name = wanted.find((one) => names.includes(one));
    return name === undefined ? undefined : names.indexOf(name);
  };
  const [path, label] = [find(PATH_NAMES), find(LABEL_NAMES)];
  if (names.length !== 2 || (path === undefined) === (label === undefined)) return { path, label };
  return { path: path ?? 1 - (label ?? 0), label: label ?? 1 - (path ?? 0) };
}

function columnName(cell: string): string {
  return cell.toLowerCase().replace(/[\s_-]/g, "");
}
