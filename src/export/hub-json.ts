/**
 * Owns: JSON in the shape of the Hub's audio-classification answer, `[{label, score}]` best first, so that a program which
 * reads the hosted API's answer reads `clip`, and `events` too: those have the same two fields and more.
 *
 *     {
 *       "file": "yard/dog.wav",
 *       "model": "MIT/ast-finetuned-audioset-10-10-0.4593",
 *       "function": "sigmoid",                     the request's function_to_apply
 *       "duration": 12.5,                          seconds; null where unknown
 *       "clip": [{ "label": "Dog", "score": 0.91 }, …],
 *       "events": [{ "label": "Dog", "score": 0.97, "mean": 0.8, "start": 1.5, "end": 3.25 }, …]
 *     }
 *
 * An event's `score` is its peak; `start` and `end` are seconds from the start of the file, every digit that float64 has.
 */
import { endS, type FileReport, startS } from "./rows.ts";

/** One report: its object. Several (or none): an array of such objects, in the given order. */
export function hubJson(reports: readonly FileReport[]): string {
  const answers = reports.map(answer);
  return `${JSON.stringify(answers.length === 1 ? answers[0] : answers, null, 2)}\n`;
}

function answer(report: FileReport): object {
  return {
    file: report.file,
    model: report.model,
    function: report.activation,
    duration: report.durationS,
    clip: report.clip.map(({ label, score }) => ({ label, score })).sort((a, b) => b.score - a.score),
    events: report.events.map((event) => {
      const { label, peak, mean } = event;
      return { label, score: peak, mean, start: startS(event), end: endS(event) };
    }),
  };
}
