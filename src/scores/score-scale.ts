/**
 * Where a score stands on a bar. Probabilities stand as they are; raw logits (function "none") have no end, so they
 * stand between -10 and 10, clamped in drawing and never in figures. Pure.
 */
import type { Activation } from "./activation.ts";

export interface ScoreScale {
  readonly min: number;
  readonly max: number;
  readonly ticks: readonly number[];
}

const PROBABILITY: ScoreScale = { min: 0, max: 1, ticks: [0, 0.25, 0.5, 0.75, 1] };
const LOGIT: ScoreScale = { min: -10, max: 10, ticks: [-10, -5, 0, 5, 10] };

export function scoreScale(activation: Activation): ScoreScale {
  return activation === "none" ? LOGIT : PROBABILITY;
}

/** 0 at the bar's start, 1 at its end. */
export function positionOnScale(scale: ScoreScale, score: number): number {
  const position = (score - scale.min) / (scale.max - scale.min);
  return Math.min(1, Math.max(0, position));
}
