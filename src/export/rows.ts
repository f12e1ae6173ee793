/**
 * Owns: what an export is made of, as plain data, and what it must hold so that no format has to doubt it.
 *
 * Positions stay integer samples up to here; `startS` and `endS` are the only places where they become seconds.
 * Deliberately doesn't: find events, or know how a format looks.
 */

export interface ScoredLabel {
  readonly label: string;
  /** As the model's function gives it; mostly, not always, 0 to 1. */
  readonly score: number;
}

/** One heard event. Times are sample positions at `sampleRateHz` from the start of the file; exact. */
export interface EventRow {
  /** Path or name. */
  readonly file: string;
  readonly startSample: number;
  /** First sample after the event. */
  readonly endSample: number;
  readonly sampleRateHz: number;
  readonly label: string;
  /** Highest score within the event. */
  readonly peak: number;
  /** Mean score over the event. */
  readonly mean: number;
}

/** Everything an export may need for one file. */
export interface FileReport {
  /** Path or name; formats that have a file column write this one. */
  readonly file: string;
  /** The model's id. */
  readonly model: string;
  readonly sampleRateHz: number;
  /** null where the length never became known. */
  readonly durationS: number | null;
  /** The function that made scores of logits: "softmax", "sigmoid" or "none". */
  readonly activation: string;
  /** The clip-level result, in any order. */
  readonly clip: readonly ScoredLabel[];
  readonly events: readonly EventRow[];
}

/** Seconds from the start of the file; the nearest float64, so `Math.round(seconds * rate)` is the sample again. */
export function startS(event: EventRow): number {
  return event.startSample / event.sampleRateHz;
}

/** Seconds from the start of the file to the first sample after the event. */
export function endS(event: EventRow): number {
  return event.endSample / event.sampleRateHz;
}

/**
 * @throws RangeError where a number isn't finite, a rate isn't positive, a position isn't a whole sample from 0 up, or an
 * event ends before it starts: each would be written down as nonsense ("NaN", `null` in JSON) without a word.
 */
export function checkReport(report: FileReport): void {
  const refuse = (what: string): never => {
    throw new RangeError(`Cannot export "${report.file}": ${what}`);
  };
  if (!(report.sampleRateHz > 0 && Number.isFinite(report.sampleRateHz))) refuse(`rate ${report.sampleRateHz} Hz`);
  if (report.durationS !== null && !(report.durationS >= 0 && Number.isFinite(report.durationS))) {
    refuse(`duration ${report.durationS} s`);
  }
  for (const { label, score } of report.clip) if (!Number.isFinite(score)) refuse(`"${label}" scores ${score}`);
  for (const event of report.events) {
    const { startSample, endSample, sampleRateHz, label, peak, mean } = event;
    const whole = Number.isSafeInteger(startSample) && Number.isSafeInteger(endSample);
    if (!whole || startSample < 0 || endSample < startSample) refuse(`event ${startSample} to ${endSample}`);
    if (!(sampleRateHz > 0 && Number.isFinite(sampleRateHz))) refuse(`event at ${sampleRateHz} Hz`);
    if (!Number.isFinite(peak) || !Number.isFinite(mean)) refuse(`"${label}" has peak ${peak}, mean ${mean}`);
  }
}
