/**
 * Owns: the score down to which an event lasts.
 *
 * Between what the label scores where it is not heard (its quiet, different for every label and model: 0.00005 here, 0.02
 * there) and its threshold, on the scale of log-odds. Scores of a good model are near 0 or near 1, so a fixed part of the
 * threshold would cut off the windows that a sound only begins to fill.
 */

/** Quiet is the score that a tenth of the windows do not exceed: a label may well be heard for most of a file. */
const QUIET_SHARE = 0.1;
/** Read from so many windows, evenly spread: enough for a tenth, and quick for hours and hundreds of labels. */
const QUIET_WINDOWS = 512;
/** Log-odds by which quiet is at least taken to lie below the threshold, for files in which it is never quiet. */
const LEAST_DEPTH = 4;
/** Scores of exactly 0 or 1 have no log-odds. */
const EPSILON = 1e-7;

/**
 * @param column one label's scores, window by window; at least one
 * @param share 0 = at the quiet, 1 = at the threshold
 * @param areLogits scores are log-odds already
 * @returns a score, at most the threshold
 */
export function releaseLevel(column: Float32Array, threshold: number, share: number, areLogits: boolean): number {
  const toLogOdds = areLogits ? (score: number) => score : logOdds;
  const fromLogOdds = areLogits ? (value: number) => value : sigmoid;
  const top = toLogOdds(threshold);
  const quiet = Math.min(toLogOdds(quietOf(column)), top - LEAST_DEPTH);
  return Math.min(threshold, fromLogOdds(quiet + share * (top - quiet)));
}

function quietOf(column: Float32Array): number {
  const step = Math.max(1, Math.ceil(column.length / QUIET_WINDOWS));
  const some = Float32Array.from({ length: Math.ceil(column.length / step) }, (_, index) => column[index * step] ?? 0);
  some.sort();
  return some[Math.floor(QUIET_SHARE * (some.length - 1))] as number;
}

function logOdds(score: number): number {
  const inside = Math.min(1 - EPSILON, Math.max(EPSILON, score));
  return Math.log(inside / (1 - inside));
}

function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}
