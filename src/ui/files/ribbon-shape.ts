/**
 * A ribbon as heights along pixels: for each pixel column the highest score of the windows nearest to it, so that a short
 * sound in a long file is never averaged away. Pure; `ribbon-painter.ts` draws.
 */
import type { ScoredWindow } from "../../session/state.ts";

/** Scores of one label along `pixels` columns of `durationS` seconds; 0 where no window lies. */
export function ribbonHeights(
  windows: readonly ScoredWindow[],
  label: number,
  durationS: number,
  pixels: number,
): Float32Array {
  const heights = new Float32Array(Math.max(0, pixels));
  if (durationS <= 0 || pixels <= 0) return heights;
  const perSecond = pixels / durationS;
  for (const [index, window] of windows.entries()) {
    const score = window.scores[label] ?? 0;
    const from = index === 0 ? window.startS : boundary(windows[index - 1], window);
    const to = index === windows.length - 1 ? window.endS : boundary(window, windows[index + 1]);
    const first = Math.max(0, Math.floor(from * perSecond));
    const end = Math.min(pixels, Math.max(first + 1, Math.ceil(to * perSecond)));
    for (let pixel = first; pixel < end; pixel++) heights[pixel] = Math.max(heights[pixel] ?? 0, score);
  }
  return heights;
}

/** Half-way between the middles of two neighbours. */
function boundary(before: ScoredWindow | undefined, after: ScoredWindow | undefined): number {
  if (before === undefined || after === undefined) return 0;
  return (before.startS + before.endS + after.startS + after.endS) / 4;
}

/** A round step between time marks that leaves at least `minPixels` between them. */
export function timeStepS(durationS: number, pixels: number, minPixels = 64): number {
  const steps = [0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200];
  const wanted = (durationS * minPixels) / Math.max(pixels, 1);
  return steps.find((step) => step >= wanted) ?? 14_400;
}
