/**
 * Owns: the scores of every window of one file, in flat arrays, and which moment each window speaks for.
 *
 * A window hears more than its moment (2 s, every 0.5 s): its cell is what lies nearer to its middle than to any other
 * window's. Cells tile the file: the first begins with its window, the last ends with its window. Ribbons, events and
 * the bars at the playhead all read the same cells.
 */

/** Snapshot: arrays may be longer than `count` windows and are shared with later snapshots, which only append. */
export interface ScoreTrack {
  /** The model's rate, at which positions are counted. */
  readonly sampleRateHz: number;
  readonly numLabels: number;
  /** Windows. */
  readonly count: number;
  /** First sample of each window, ascending; at least `count` long. */
  readonly starts: Float64Array;
  /** One past the last real sample of each window, ascending. */
  readonly ends: Float64Array;
  /** Activated scores, row-major [window, label]. */
  readonly scores: Float32Array;
}

export function scoreAt(track: ScoreTrack, window: number, label: number): number {
  return track.scores[window * track.numLabels + label] ?? Number.NaN;
}

/** A view of one window's scores; not a copy. */
export function scoresOf(track: ScoreTrack, window: number): Float32Array {
  return track.scores.subarray(window * track.numLabels, (window + 1) * track.numLabels);
}

/** Sample at which the window's cell begins. */
export function cellStart(track: ScoreTrack, window: number): number {
  if (window <= 0) return track.starts[0] ?? 0;
  return Math.round((middle(track, window - 1) + middle(track, window)) / 2);
}

/** One past the cell's last sample: where the next cell begins. */
export function cellEnd(track: ScoreTrack, window: number): number {
  if (window >= track.count - 1) return track.ends[track.count - 1] ?? 0;
  return cellStart(track, window + 1);
}

/** The window whose cell holds the sample; the first or last one beyond the ends; -1 where there is no window. */
export function windowAt(track: ScoreTrack, sample: number): number {
  let low = 0;
  let high = track.count - 1;
  while (low < high) {
    const half = (low + high + 1) >> 1;
    if (cellStart(track, half) <= sample) low = half;
    else high = half - 1;
  }
  return track.count === 0 ? -1 : low;
}

function middle(track: ScoreTrack, window: number): number {
  return ((track.starts[window] ?? 0) + (track.ends[window] ?? 0)) / 2;
}
