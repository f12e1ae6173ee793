/**
 * Owns: logits → scores. Sigmoid for labels that can be true together, softmax for labels that exclude each other, none
 * for raw logits: the Hub's `function_to_apply`. Computed in float64 without overflow at any finite logit.
 * Deliberately doesn't: guess which of them a model wants; its config says (`problem_type`).
 */

export type Activation = "sigmoid" | "softmax" | "none";

/**
 * @param logits one finite number a label.
 * @param out where to write, of the same length; may be `logits` itself.
 * @returns `out` or a new array: 0..1 each (softmax: summing to 1), or the logits themselves for "none".
 * @throws RangeError where a logit isn't finite: the model's arithmetic overflowed, and any ranking would be a lie.
 */
export function activate(logits: ArrayLike<number>, activation: Activation, out?: Float32Array): Float32Array {
  const scores = out ?? new Float32Array(logits.length);
  if (scores.length !== logits.length) throw new RangeError(`${logits.length} logits for ${scores.length} scores`);
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < logits.length; i++) {
    const logit = logits[i] as number;
    if (!Number.isFinite(logit)) throw new RangeError(`Logit ${i} is ${logit}`);
    if (logit > largest) largest = logit;
  }
  switch (activation) {
    case "sigmoid":
      for (let i = 0; i < scores.length; i++) scores[i] = sigmoid(logits[i] as number);
      return scores;
    case "softmax":
      return softmax(logits, largest, scores);
    case "none":
      scores.set(logits);
      return scores;
    default:
      activation satisfies never;
      throw new RangeError(`Unknown activation ${String(activation)}`);
  }
}

function sigmoid(logit: number): number {
  // exp of a negative number alone: it can vanish, but not overflow.
  const e = Math.exp(-Math.abs(logit));
  return logit >= 0 ? 1 / (1 + e) : e / (1 + e);
}

function softmax(logits: ArrayLike<number>, largest: number, scores: Float32Array): Float32Array {
  let sum = 0;
  for (let i = 0; i < logits.length; i++) sum += Math.exp((logits[i] as number) - largest);
  const logSum = largest + Math.log(sum);
  for (let i = 0; i < logits.length; i++) scores[i] = Math.exp((logits[i] as number) - logSum);
  return scores;
}
