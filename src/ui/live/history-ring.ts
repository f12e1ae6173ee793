/**
 * Where spectrogram columns stand: time to column, column to a place in a ring, and which stretches of the ring are seen.
 * Pure; `history-painter.ts` draws. A column missing from the stream stays empty instead of moving its neighbours.
 */
export interface RingStretch {
  readonly from: number;
  readonly columns: number;
  /** Columns between the left edge of what is seen and this stretch. */
  readonly offset: number;
}

/** The column of a sample position, counted from the start of the stream. */
export function columnOf(startSample: number, sampleRateHz: number, columnsPerSecond: number): number {
  return Math.round((startSample / sampleRateHz) * columnsPerSecond);
}

/** The at most two stretches of a ring that hold columns `first` (inclusive) to `end` (exclusive), clipped to what it keeps. */
export function ringStretches(first: number, end: number, newest: number, capacity: number): RingStretch[] {
  const from = Math.max(first, newest - capacity + 1, 0);
  const to = Math.min(end, newest + 1);
  if (to <= from) return [];
  const place = from % capacity;
  const head = Math.min(to - from, capacity - place);
  const stretches = [{ from: place, columns: head, offset: from - first }];
  if (head < to - from) stretches.push({ from: 0, columns: to - from - head, offset: from - first + head });
  return stretches;
}

/**
 * The time at the strip's right edge: runs with the clock and drifts softly to the newest column, because columns come
 * in small parcels. Far apart (a start, a stall) it jumps.
 */
export function nextEdgeS(edgeS: number, newestS: number, elapsedS: number): number {
  const free = edgeS + elapsedS;
  const behind = newestS - free;
  if (Math.abs(behind) > 0.5) return newestS;
  return Math.max(edgeS, free + behind * 0.12);
}
