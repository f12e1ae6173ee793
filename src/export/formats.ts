/**
 * Owns: which formats there are, what each is called, and which files an export consists of. All text is UTF-8.
 *
 * CSV, JSON and Raven hold a whole queue in one file; Audacity and WebVTT know nothing of files and so give one for each.
 * Deliberately doesn't: save anything, or say a word to a person but the formats' own names.
 */
import { audacityLabels } from "./audacity.ts";
import { eventsCsv } from "./csv.ts";
import { uniqueNames } from "./file-names.ts";
import { hubJson } from "./hub-json.ts";
import { fitsOneTable, ravenTable } from "./raven.ts";
import { checkReport, type FileReport } from "./rows.ts";
import { webVtt } from "./webvtt.ts";

export type ExportFormatId = "csv" | "json" | "audacity" | "raven" | "webvtt";

export interface ExportFormat {
  readonly id: ExportFormatId;
  /** As it stands on the button, "Export Audacity". */
  readonly name: string;
  /** Without the leading dot. */
  readonly extension: string;
  readonly mimeType: string;
}

export interface ExportFile {
  readonly name: string;
  readonly mimeType: string;
  readonly text: string;
}

export const EXPORT_FORMATS: readonly ExportFormat[] = [
  { id: "csv", name: "CSV", extension: "csv", mimeType: "text/csv" },
  { id: "json", name: "JSON", extension: "json", mimeType: "application/json" },
  { id: "audacity", name: "Audacity", extension: "txt", mimeType: "text/plain" },
  { id: "raven", name: "Raven", extension: "selections.txt", mimeType: "text/plain" },
  { id: "webvtt", name: "WebVTT", extension: "vtt", mimeType: "text/vtt" },
];

/**
 * The files of an export: one named after the sound for one report; for several one named `earshot-events`, or one for
 * each sound where the format asks for it (and for Raven where a duration is unknown). No reports, no files.
 * @throws RangeError for a report that `checkReport` refuses.
 */
export function exportFiles(id: ExportFormatId, reports: readonly FileReport[]): readonly ExportFile[] {
  for (const report of reports) checkReport(report);
  if (reports.length === 0) return [];
  switch (id) {
    case "csv":
      return together(id, reports, eventsCsv);
    case "json":
      return together(id, reports, hubJson);
    case "raven":
      return fitsOneTable(reports) ? together(id, reports, ravenTable) : apart(id, reports, (one) => ravenTable([one]));
    case "audacity":
      return apart(id, reports, audacityLabels);
    case "webvtt":
      return apart(id, reports, webVtt);
    default:
      id satisfies never;
      throw new RangeError(`Unknown format ${String(id)}`);
  }
}

function together(
  id: ExportFormatId,
  reports: readonly FileReport[],
  write: (reports: readonly FileReport[]) => string,
): ExportFile[] {
  const { extension, mimeType } = formatOf(id);
  const subjects = reports.length === 1 ? reports.map(({ file }) => file) : ["earshot-events"];
  return uniqueNames(subjects, extension).map((name) => ({ name, mimeType, text: write(reports) }));
}

function apart(
  id: ExportFormatId,
  reports: readonly FileReport[],
  write: (report: FileReport) => string,
): ExportFile[] {
  const { extension, mimeType } = formatOf(id);
  const names = uniqueNames(
    reports.map(({ file }) => file),
    extension,
  );
  return reports.map((report, i) => ({ name: names[i] as string, mimeType, text: write(report) }));
}

function formatOf(id: ExportFormatId): ExportFormat {
  const format = EXPORT_FORMATS.find((one) => one.id === id);
  if (format === undefined) throw new RangeError(`Unknown format ${id}`);
  return format;
}
