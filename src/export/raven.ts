/**
 * Owns: a selection table of Raven Pro and Raven Lite (Cornell): tab-separated, a header line, a line a selection. Raven
 * finds its own columns by name and keeps any others (here Label, Peak, Mean) as annotations.
 * Raven Pro User's Manual, "Saving and retrieving selection tables"; the same columns as BirdNET-Analyzer's Raven table.
 *
 * `Begin Time (s)` counts from the start of what Raven has open. For a queue that is the files one after another, so the
 * durations of those before are added; `Begin File` and `File Offset (s)` say the place within the file.
 */
import { oneLine, plainSeconds } from "./plain-text.ts";
import { endS, type FileReport, startS } from "./rows.ts";

const COLUMNS = [
  ...["Selection", "View", "Channel", "Begin Time (s)", "End Time (s)", "Low Freq (Hz)", "High Freq (Hz)"],
  ...["Begin File", "File Offset (s)", "Label", "Peak", "Mean"],
];

/** Whether one table can hold these files: the begin times of a file need the durations of all before it. */
export function fitsOneTable(reports: readonly FileReport[]): boolean {
  return reports.slice(0, -1).every(({ durationS }) => durationS !== null);
}

/** @throws RangeError where `fitsOneTable` says no. */
export function ravenTable(reports: readonly FileReport[]): string {
  if (!fitsOneTable(reports)) throw new RangeError("A Raven table of several files needs their durations");
  const lines = [COLUMNS.join("\t")];
  let fileStartS = 0;
  for (const { file, durationS, events } of reports) {
    for (const event of events) {
      const fields = [
        ...[lines.length, "Spectrogram 1", 1],
        ...[plainSeconds(fileStartS + startS(event)), plainSeconds(fileStartS + endS(event))],
        ...[0, event.sampleRateHz / 2],
        ...[oneLine(baseName(file)), plainSeconds(startS(event)), oneLine(event.label), event.peak, event.mean],
      ];
      lines.push(fields.join("\t"));
    }
    fileStartS += durationS ?? 0;
  }
  return `${lines.join("\n")}\n`;
}

/** Raven's Begin File is a name without folders. */
function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
}
