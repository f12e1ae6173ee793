/** Which labels get a ribbon, and in which order. Pure. */
import type { SoundEvent } from "../../../scores/events.ts";
import type { LabelScore } from "../../../scores/top-k.ts";

export const MOST_RIBBONS = 8;

/**
 * Labels with events first, then by the clip's score: as many as `places`, more where more labels have events, never more
 * than `MOST_RIBBONS`.
 * @param before what is shown already: while a file is still being heard, a label that stays keeps its row.
 * @returns indexes of labels
 */
export function chooseRibbons(
  labels: readonly string[],
  clip: readonly LabelScore[],
  events: readonly SoundEvent[],
  places: number,
  before: readonly number[] = [],
): number[] {
  const heard = new Set(events.map(({ label }) => label));
  const byClip = clip.map(({ label }) => labels.indexOf(label)).filter((label) => label >= 0);
  const ranked = [...byClip.filter((label) => heard.has(label)), ...byClip.filter((label) => !heard.has(label))];
  const count = Math.min(MOST_RIBBONS, Math.max(places, heard.size), ranked.length);
  const chosen = ranked.slice(0, count);
  const newcomers = chosen.filter((label) => !before.includes(label));
  const kept = before.slice(0, count).map((label) => (chosen.includes(label) ? label : newcomers.shift()));
  return [...kept.filter((label) => label !== undefined), ...newcomers];
}
