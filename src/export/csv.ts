/**
 * Owns: CSV as RFC 4180 has it: CRLF after every line, fields with a comma, a quote or a line break in quotes, quotes
 * doubled. Numbers are JavaScript's shortest form, which reads back as the same float64.
 *
 * Labels and paths are written as they are. Spreadsheets may take a field that begins with = + - @ for a formula; the
 * usual defence, an apostrophe before it, would change the label ("-5 dB" would come back as "'-5 dB") and every other
 * reader would take it for part of the name. What stands here comes from the reader's own model and files.
 * No byte order mark for the same reason: "\ufefffile" isn't the name of a column.
 */
import { endS, type FileReport, type ScoredLabel, startS } from "./rows.ts";

/** RFC 4180 text of a table; null is an empty field. */
export function csvText(table: readonly (readonly (string | number | null)[])[]): string {
  return table.map((row) => `${row.map(field).join(",")}\r\n`).join("");
}

/** All events of all files, a line each: `file,start,end,label,peak,mean`; seconds from the start of the file. */
export function eventsCsv(reports: readonly FileReport[]): string {
  const rows = reports.flatMap(({ file, events }) =>
    events.map((event) => [file, startS(event), endS(event), event.label, event.peak, event.mean]),
  );
  return csvText([["file", "start", "end", "label", "peak", "mean"], ...rows]);
}

/**
 * The clip-level results, a line a file: `file,model,duration,top_label,top_score`, then a column for each label in order
 * of first appearance. Wide, because a queue is read as a list of files: the answer stands beside the name and a label
 * sorts by one click. A label that a file's model doesn't have stays empty, not 0. Where a model has two labels of one
 * name, the greater score counts.
 */
export function summaryCsv(reports: readonly FileReport[]): string {
  const labels = [...new Set(reports.flatMap(({ clip }) => clip.map(({ label }) => label)))];
  const rows = reports.map(({ file, model, durationS, clip }) => {
    const scores = new Map<string, number>();
    for (const { label, score } of clip) scores.set(label, Math.max(score, scores.get(label) ?? score));
    const top = best(clip);
    return [
      ...[file, model, durationS, top?.label ?? null, top?.score ?? null],
      ...labels.map((label) => scores.get(label) ?? null),
    ];
  });
  return csvText([["file", "model", "duration", "top_label", "top_score", ...labels], ...rows]);
}

function best(clip: readonly ScoredLabel[]): ScoredLabel | undefined {
  let top = clip[0];
  for (const scored of clip) if (top !== undefined && scored.score > top.score) top = scored;
  return top;
}

function field(value: string | number | null): string {
  if (value === null) return "";
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
