/** The shown part of a file as numbers: zoom, pan, page, and pixels to seconds and back. Pure. */
import type { Viewport } from "../file-view.ts";

/** Nothing can be told apart in less. */
export const MIN_SPAN_S = 0.2;
/** A longer file opens at its first minute. */
const WHOLE_AT_MOST_S = 300;
const FIRST_PART_S = 60;
/** Room around a part that is revealed, in parts of it. */
const ROOM = 0.5;

export const spanOf = ({ fromS, toS }: Viewport): number => toS - fromS;
export const isWhole = (view: Viewport, durationS: number): boolean => view.fromS <= 0 && view.toS >= durationS;
export const holds = ({ fromS, toS }: Viewport, timeS: number): boolean => timeS >= fromS && timeS <= toS;

export function wholeFile(durationS: number): Viewport {
  return { fromS: 0, toS: Math.max(durationS, MIN_SPAN_S) };
}

export function firstViewport(durationS: number): Viewport {
  return wholeFile(durationS <= WHOLE_AT_MOST_S ? durationS : FIRST_PART_S);
}

/** The nearest part within the file: no shorter than `MIN_SPAN_S`, no longer than the file, and moved rather than cut. */
export function within({ fromS, toS }: Viewport, durationS: number): Viewport {
  const whole = wholeFile(durationS);
  const span = Math.min(whole.toS, Math.max(MIN_SPAN_S, toS - fromS));
  const start = toS - fromS < MIN_SPAN_S ? (fromS + toS - span) / 2 : fromS;
  const from = Math.min(whole.toS - span, Math.max(0, start));
  return { fromS: from, toS: from + span };
}

/** `factor` 0.5 shows half as much; what lies at `aroundS` stays where it is, unless the file ends there. */
export function zoomed(view: Viewport, factor: number, aroundS: number, durationS: number): Viewport {
  const span = Math.min(Math.max(durationS, MIN_SPAN_S), Math.max(MIN_SPAN_S, spanOf(view) * factor));
  const share = (aroundS - view.fromS) / spanOf(view);
  const fromS = aroundS - share * span;
  return within({ fromS, toS: fromS + span }, durationS);
}

export function panned(view: Viewport, byS: number, durationS: number): Viewport {
  return within({ fromS: view.fromS + byS, toS: view.toS + byS }, durationS);
}

export function centredOn(view: Viewport, timeS: number, durationS: number): Viewport {
  return panned(view, timeS - (view.fromS + view.toS) / 2, durationS);
}

/** The next page forwards begins where playback has come to; backwards, or after a jump, the moment comes near the left. */
export function pageWith(view: Viewport, timeS: number, durationS: number): Viewport {
  if (holds(view, timeS)) return view;
  return panned(view, timeS - view.fromS - 0.02 * spanOf(view), durationS);
}

/** The same part where it shows `fromS` to `toS` already; else moved, and widened if need be, with room around it. */
export function revealing(view: Viewport, fromS: number, toS: number, durationS: number): Viewport {
  if (fromS >= view.fromS && toS <= view.toS) return view;
  const needed = (toS - fromS) * (1 + 2 * ROOM);
  const span = Math.max(spanOf(view), Math.min(needed, durationS));
  const middle = (fromS + toS) / 2;
  return within({ fromS: middle - span / 2, toS: middle + span / 2 }, durationS);
}

export function timeAt({ fromS, toS }: Viewport, x: number, width: number): number {
  return fromS + (x / Math.max(width, 1)) * (toS - fromS);
}

/** 0 at the left edge of what is shown, 1 at its right; beyond where the time lies outside. */
export function shareAt({ fromS, toS }: Viewport, timeS: number): number {
  return (timeS - fromS) / (toS - fromS);
}

/** Two fingers that were at `before` and are at `now` (pixels): what lay under each stays under it. */
export function pinched(
  view: Viewport,
  before: readonly [number, number],
  now: readonly [number, number],
  width: number,
  durationS: number,
): Viewport {
  const apartBefore = Math.max(Math.abs(before[1] - before[0]), 8);
  const apartNow = Math.max(Math.abs(now[1] - now[0]), 8);
  const span = Math.min(Math.max(durationS, MIN_SPAN_S), Math.max(MIN_SPAN_S, (spanOf(view) * apartBefore) / apartNow));
  const heldS = timeAt(view, (before[0] + before[1]) / 2, width);
  const fromS = heldS - ((now[0] + now[1]) / 2 / Math.max(width, 1)) * span;
  return within({ fromS, toS: fromS + span }, durationS);
}

/** What a turn of the wheel multiplies the shown part by; `delta` in pixels, downwards shows more. */
export function wheelFactor(delta: number, fine: boolean): number {
  return Math.exp(Math.max(-240, Math.min(240, delta)) * (fine ? 0.01 : 0.002));
}
