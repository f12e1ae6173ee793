/** What was heard at a moment, briefly: for the readout under the pointer and for the slider's spoken value. Pure. */
import { type ScoreTrack, scoresOf, windowAt } from "../../../scores/score-track.ts";
import type { LabelScore } from "../../../scores/top-k.ts";
import { formatScore, formatTime } from "../../figures.ts";
import { readableLabel } from "../../results/sureness.ts";

/** The best few labels at a time, best first; none where no window lies there. */
export function bestAt(track: ScoreTrack | null, labels: readonly string[], timeS: number, k: number): LabelScore[] {
  if (track === null || track.count === 0) return [];
  const sample = timeS * track.sampleRateHz;
  if (sample < (track.starts[0] ?? 0) || sample > (track.ends[track.count - 1] ?? 0)) return [];
  const scores = scoresOf(track, windowAt(track, sample));
  const best: number[] = [];
  scores.forEach((score, label) => {
    let place = best.length;
    while (place > 0 && score > (scores[best[place - 1] as number] as number)) place--;
    if (place < k) best.splice(place, 0, label);
    if (best.length > k) best.pop();
  });
  return best.map((label) => ({ label: labels[label] ?? "", score: scores[label] as number }));
}

/** `0:12 of 1:00, dog 0.93` */
export function positionWords(
  track: ScoreTrack | null,
  labels: readonly string[],
  timeS: number,
  durationS: number,
): string {
  const [best] = bestAt(track, labels, timeS, 1);
  const where = `${formatTime(timeS)} of ${formatTime(durationS)}`;
  return best === undefined ? where : `${where}, ${readableLabel(best.label)} ${formatScore(best.score)}`;
}
