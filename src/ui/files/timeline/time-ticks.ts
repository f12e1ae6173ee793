/** Where a time axis is marked, and how its marks are written. Pure. */
import { formatTime } from "../../figures.ts";
import type { Viewport } from "../file-view.ts";

const STEPS_S = [
  0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800,
];

export interface TimeTick {
  readonly timeS: number;
  readonly text: string;
}

/** Round steps that leave at least `minPixels` between two marks. */
export function timeTicks(view: Viewport, pixels: number, minPixels = 72): TimeTick[] {
  const wanted = ((view.toS - view.fromS) * minPixels) / Math.max(pixels, 1);
  const stepS = STEPS_S.find((step) => step >= wanted) ?? 86_400;
  const ticks: TimeTick[] = [];
  for (let index = Math.ceil(view.fromS / stepS - 1e-6); index * stepS <= view.toS + stepS * 1e-6; index++) {
    ticks.push({ timeS: index * stepS, text: tickText(index * stepS, stepS) });
  }
  return ticks;
}

/** As many decimals as the step has: `1:05`, `1:05.2`, `1:05.25`. */
function tickText(timeS: number, stepS: number): string {
  if (stepS >= 1) return formatTime(Math.round(timeS));
  if (stepS >= 0.1) return formatTime(Math.round(timeS * 10) / 10, true);
  return exactTime(timeS);
}

/** To the hundredth: `1:05.25`. */
export function exactTime(timeS: number): string {
  const hundredths = Math.round(timeS * 100);
  const last = String(hundredths % 10);
  return formatTime(Math.floor(hundredths / 10) / 10, true) + last;
}
