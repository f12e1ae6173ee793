/** Tests only: reports with everything that a label or a path may hold. */
import type { EventRow, FileReport } from "./rows.ts";

export const HOSTILE_TEXTS = [
  "plain",
  "",
  'say "hi", twice',
  "comma, semicolon; tab\tend",
  "two\nlines",
  "two\r\nlines\rthree",
  "\n\nblank lines\n\n",
  "00:00:01.000 --> 00:00:02.000",
  "--->",
  "<b>bold</b> &amp; R&B &lt;",
  "🐕‍🦺 Gebell, größer",
  "צפירה של רכב",
  "=SUM(A1:A9)",
  "-5 dB",
  " spaces ",
  "__proto__",
  "back\\slash\\",
  "\u2028line\u2029separators\u0085",
  "NOTE",
];

/** A whole number of samples that isn't a round number of milliseconds, at 44.1 kHz. */
export function event(label: string, startSample: number, endSample: number, more: Partial<EventRow> = {}): EventRow {
  return { file: "a.wav", startSample, endSample, sampleRateHz: 44100, label, peak: 0.9, mean: 0.1 + 0.2, ...more };
}

export function report(file: string, more: Partial<FileReport> = {}): FileReport {
  return {
    ...{ file, model: "org/model", sampleRateHz: 44100, durationS: 20, activation: "sigmoid" },
    clip: [
      { label: "dog", score: 0.25 },
      { label: "cat", score: 0.75 },
    ],
    events: [event("dog", 1, 44101, { file }), event("cat", 100_003, 150_007, { file, peak: 1e-7, mean: 5e-324 })],
    ...more,
  };
}

/** One report with an event for each hostile label, two seconds apart. */
export function hostileReport(file = "a.wav"): FileReport {
  const events = HOSTILE_TEXTS.map((label, i) => event(label, i * 88_211 + 7, i * 88_211 + 44_109, { file }));
  return report(file, { events, durationS: 2 * HOSTILE_TEXTS.length + 1 });
}
