/** The events of a file by the rules chosen now, computed when asked for and kept while nothing that they follow from changes. */
import { type EventRules, findEvents, type SoundEvent } from "../scores/events.ts";
import type { ScoreTrack } from "../scores/score-track.ts";
import type { Overview } from "../signal/overview.ts";
import type { FileEntry, Settings } from "./state.ts";

/** Labels that say that nothing is heard: they make no events unless the person gives them a threshold. */
const ABSENCE = /^(silence|_silence_|background|background[ _]noise|_background_noise_|_unknown_|unknown)$/i;

type RuleSettings = Pick<Settings, "threshold" | "labelThresholds" | "events">;

/** Score from which each label counts as heard, in the model's order; null = it makes no events. */
export function thresholdsOf(
  modelId: string | null,
  labels: readonly string[],
  { threshold, labelThresholds }: RuleSettings,
): (number | null)[] {
  const own = labelThresholds[modelId ?? ""] ?? {};
  return labels.map((label) => {
    const chosen = own[label];
    return chosen === undefined ? (ABSENCE.test(label) ? null : threshold) : chosen;
  });
}

interface Kept {
  readonly rules: string;
  readonly overview: Overview | null;
  readonly events: readonly SoundEvent[];
}

const kept = new WeakMap<ScoreTrack, Kept>();
const NONE: readonly SoundEvent[] = [];

/** By start, then by label. The same array while nothing changed. */
export function eventsOf(
  file: Pick<FileEntry, "track" | "labels" | "modelId" | "overview">,
  settings: RuleSettings,
): readonly SoundEvent[] {
  const { track, labels, modelId, overview } = file;
  if (track === null || track.count === 0) return NONE;
  const rules: EventRules = { thresholds: thresholdsOf(modelId, labels, settings), ...settings.events };
  const key = JSON.stringify(rules);
  const before = kept.get(track);
  if (before?.rules === key && before.overview === overview) return before.events;
  const events = findEvents(track, rules, overview);
  kept.set(track, { rules: key, overview, events });
  return events;
}
