/**
 * Owns: Audacity's label track, the text of File > Import > Labels: a line a label, `start TAB end TAB label`, seconds.
 * https://manual.audacityteam.org/man/importing_and_exporting_labels.html
 *
 * The format knows no escapes and no file: tabs and line breaks in a label become spaces, and each file has its own text.
 */
import { oneLine, plainSeconds } from "./plain-text.ts";
import { endS, type FileReport, startS } from "./rows.ts";

/** A file without events gives an empty text, which Audacity reads as no labels. */
export function audacityLabels(report: FileReport): string {
  return report.events
    .map((event) => `${plainSeconds(startS(event))}\t${plainSeconds(endS(event))}\t${oneLine(event.label)}\n`)
    .join("");
}
