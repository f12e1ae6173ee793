/**
 * A graph's output → logits, one row a window. [Note: scores become logits] Only logits cross the wire, so that function,
 * smoothing and top-k change without the model; a graph that ends in a sigmoid or a softmax gives scores, so its last step
 * is undone here, and done again by `scores/activation.ts`: the same scores to 1e-5, for every function that is chosen.
 */
import type { Activation } from "../scores/activation.ts";

/** Below it a score is 0 to everybody, and two backends that differ there would look far apart as logits. */
const LEAST_SCORE = 1e-7;
/** Float32 scores next to 1 lie 6e-8 apart: nearer than this the logit would be noise. */
const MOST_SCORE = 1 - 1e-5;

/**
 * @param values row-major [windows, frames, labels]; frames of one window (YAMNet gives one each 0.48 s) become their mean.
 * @param made what made scores of the logits inside the graph; null where these are logits.
 * @returns row-major [windows, labels], a new array; null where the numbers do not divide into that.
 */
export function outputLogits(
  values: Float32Array,
  windows: number,
  labels: number,
  made: Activation | null,
): Float32Array | null {
  const frames = values.length / (windows * labels);
  if (!Number.isInteger(frames) || frames < 1) return null;
  const rows = frames === 1 ? values.slice() : meanOfFrames(values, windows, frames, labels);
  return made === null || made === "none" ? rows : rows.map(made === "sigmoid" ? logit : logarithm);
}

function meanOfFrames(values: Float32Array, windows: number, frames: number, labels: number): Float32Array {
  const means = new Float32Array(windows * labels);
  for (let window = 0; window < windows; window++) {
    for (let label = 0; label < labels; label++) {
      let sum = 0;
      for (let frame = 0; frame < frames; frame++) sum += values[(window * frames + frame) * labels + label] as number;
      means[window * labels + label] = sum / frames;
    }
  }
  return means;
}

/** Inverse of the sigmoid; NaN stays NaN. */
function logit(score: number): number {
  const p = Math.min(MOST_SCORE, Math.max(LEAST_SCORE, score));
  return Math.log(p / (1 - p));
}

/** Softmax of the logarithms of what adds up to 1 is that again. */
function logarithm(score: number): number {
  return Math.log(Math.max(LEAST_SCORE, score));
}
