/** Writes an export and saves it: one file as it is, several as one zip. Says in words what was saved. */
import { summaryCsv } from "../../../export/csv.ts";
import { EXPORT_FORMATS, type ExportFile, type ExportFormatId, exportFiles } from "../../../export/formats.ts";
import type { FileReport } from "../../../export/rows.ts";
import { zipFiles } from "../../../export/zip.ts";
import { formatCount } from "../../figures.ts";
import { saveBlob } from "./download.ts";

/** @throws RangeError for a report that cannot be written. */
export async function saveExport(id: ExportFormatId, reports: readonly FileReport[]): Promise<string> {
  const files = exportFiles(id, reports);
  await saveFiles(files, `earshot-events-${id}.zip`);
  return exportedWords(id, reports, files.length);
}

export async function saveSummary(reports: readonly FileReport[]): Promise<string> {
  await saveFiles([{ name: "earshot-summary.csv", mimeType: "text/csv", text: summaryCsv(reports) }], "");
  return `Saved the scores of ${formatCount(reports.length, "file")} as CSV.`;
}

/** One file as it is; several as one zip of that name. */
export async function saveFiles(files: readonly ExportFile[], zipName: string): Promise<void> {
  const [only] = files;
  if (only !== undefined && files.length === 1) {
    saveBlob(new Blob([only.text], { type: `${only.mimeType};charset=utf-8` }), only.name);
  } else if (files.length > 1) {
    saveBlob(new Blob([await zipFiles(files)], { type: "application/zip" }), zipName);
  }
}

/** `Saved 14 events of rain.mp3 as CSV.` */
export function exportedWords(id: ExportFormatId, reports: readonly FileReport[], files: number): string {
  const format = EXPORT_FORMATS.find((one) => one.id === id)?.name ?? id;
  const events = reports.reduce((sum, report) => sum + report.events.length, 0);
  const whose = reports.length === 1 ? (reports[0]?.file ?? "") : formatCount(reports.length, "file");
  const zipped = files > 1 ? `, ${files} files in one zip` : "";
  return `Saved ${formatCount(events, "event")} of ${whose} as ${format}${zipped}.`;
}
