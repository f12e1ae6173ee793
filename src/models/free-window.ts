/**
 * How long a window a model gets that runs on any length (wav2vec2 and its kin): 2 s where its labels are spoken command words,
 * because those were trained on clips of a second; 5 s for everything else (a mood, a voice, a language, a style), because
 * those were trained on whole sentences and more. The person can change it; this is only the start.
 */
export const WORD_WINDOW_S = 2;
export const CLIP_WINDOW_S = 5;

/** Words of Speech Commands that are labels of hardly anything else. */
const COMMAND_WORDS = new Set(
  "yes no up down left right on off stop go zero one two three four five six seven eight nine".split(" "),
);
/** One may stand by chance among other labels ("no" of a detector); two are a vocabulary. */
const ENOUGH_WORDS = 2;

export function freeWindowS(labels: readonly string[]): number {
  const words = labels.filter((label) => COMMAND_WORDS.has(label.trim().toLowerCase()));
  return words.length >= ENOUGH_WORDS ? WORD_WINDOW_S : CLIP_WINDOW_S;
}
