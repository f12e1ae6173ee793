/** Windows and time. Windows are in order of time; they may overlap. Pure. */
import type { ScoredWindow } from "../../session/state.ts";

/** Index of the window whose middle is nearest to a time, or -1 where there is none. */
export function windowAt(windows: readonly ScoredWindow[], timeS: number): number {
  let low = 0;
  let high = windows.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (distance(windows[middle], timeS) <= distance(windows[middle + 1], timeS)) high = middle;
    else low = middle + 1;
  }
  return high;
}

function distance(window: ScoredWindow | undefined, timeS: number): number {
  return window === undefined ? Number.POSITIVE_INFINITY : Math.abs((window.startS + window.endS) / 2 - timeS);
}

export interface Coverage {
  readonly startS: number;
  readonly endS: number;
  readonly windows: number;
}

/** From where to where windows lie, and how many; null before the first. */
export function coverageOf(windows: readonly ScoredWindow[]): Coverage | null {
  const first = windows[0];
  const last = windows.at(-1);
  if (first === undefined || last === undefined) return null;
  return { startS: first.startS, endS: last.endS, windows: windows.length };
}
