/**
 * A ribbon as heights along pixels: for each pixel column the highest score of the windows whose cells touch it, so that
 * a short sound in a long file is never averaged away. Pure; `ribbon-painter.ts` draws.
 */
import { cellEnd, cellStart, type ScoreTrack, windowAt } from "../../../scores/score-track.ts";
import type { Viewport } from "../file-view.ts";

/**
 * Scores of one label along the pixels of a part of the file.
 * @param out one value a pixel column; columns where no window lies become -Infinity: no score, however low, is nothing.
 * @returns `out`
 */
export function ribbonHeights(
  track: ScoreTrack | null,
  label: number,
  { fromS, toS }: Viewport,
  out: Float32Array,
): Float32Array {
  out.fill(Number.NEGATIVE_INFINITY);
  if (track === null || track.count === 0 || label < 0 || label >= track.numLabels || toS <= fromS) return out;
  const { sampleRateHz, count, numLabels, scores } = track;
  const fromSample = fromS * sampleRateHz;
  const toSample = toS * sampleRateHz;
  const perSample = out.length / (toSample - fromSample);
  for (let window = windowAt(track, fromSample); window < count; window++) {
    const start = cellStart(track, window);
    if (start >= toSample) break;
    const score = scores[window * numLabels + label] ?? Number.NEGATIVE_INFINITY;
    const first = Math.max(0, Math.floor((start - fromSample) * perSample + 1e-6));
    const end = Math.min(out.length, Math.ceil((cellEnd(track, window) - fromSample) * perSample - 1e-6));
    for (let pixel = first; pixel < end; pixel++) {
      if (score > (out[pixel] as number)) out[pixel] = score;
    }
  }
  return out;
}
