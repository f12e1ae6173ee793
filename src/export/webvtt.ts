/**
 * Owns: WebVTT, which any `<video>` or `<audio>` player shows as captions: a cue an event, its text the label.
 * https://www.w3.org/TR/webvtt1/
 *
 * Times are rounded to the millisecond, the finest that the format has; a cue must end after it starts, so an event that
 * rounds to nothing lasts 1 ms. Text is escaped as cue text; since ">" is, no "-->" can stand where it would be a time.
 */
import { oneLine } from "./plain-text.ts";
import type { FileReport } from "./rows.ts";

/** The cues of one file by start, then by end. */
export function webVtt(report: FileReport): string {
  const cues = report.events
    .map((event) => {
      const { startSample, endSample, sampleRateHz, label } = event;
      const startMs = Math.round((startSample * 1000) / sampleRateHz);
      return { startMs, endMs: Math.max(Math.round((endSample * 1000) / sampleRateHz), startMs + 1), label };
    })
    .sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs)
    .map(({ startMs, endMs, label }) => `${timestamp(startMs)} --> ${timestamp(endMs)}\n${cueText(label)}\n`);
  const note = `NOTE Sounds in ${cueText(report.file)}, as heard by ${cueText(report.model)}\n`;
  return ["WEBVTT\n", note, ...cues].join("\n");
}

/** hh:mm:ss.mmm; hours have as many digits as they need, two at least. */
function timestamp(ms: number): string {
  const digits = (value: number, width: number): string => String(Math.floor(value)).padStart(width, "0");
  const [hours, minutes, seconds] = [ms / 3_600_000, (ms / 60_000) % 60, (ms / 1000) % 60];
  return `${digits(hours, 2)}:${digits(minutes, 2)}:${digits(seconds, 2)}.${digits(ms % 1000, 3)}`;
}

function cueText(text: string): string {
  return oneLine(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
