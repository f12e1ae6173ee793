/**
 * A server's answer → logits in the order of the labels, so that function, threshold and smoothing change without another
 * request. Logits that were asked for are taken as they are; scores of a server that applies its own function are undone
 * (`inference/output-logits.ts`). Labels that an answer leaves out are never guessed where logits were promised.
 */
import { EarshotError } from "../errors/earshot-error.ts";
import { outputLogits } from "../inference/output-logits.ts";
import type { Activation } from "../scores/activation.ts";

export interface AnswerRow {
  readonly label: string;
  readonly score: number;
}

/** How a server answers: found out once, when it is opened (`probe-server.ts`). */
export interface Manner {
  /** What made scores of the logits on the server; null where it gives logits. */
  readonly made: Activation | null;
  /** The server tells its best labels only, so many; null where it tells all. */
  readonly bestOnly: number | null;
}

/** @throws EarshotError `remote-answer-invalid` */
export function answerLogits(rows: readonly AnswerRow[], labels: readonly string[], manner: Manner): Float32Array {
  const scores = new Float32Array(labels.length).fill(Number.NaN);
  const places = placesOf(labels);
  for (const { label, score } of rows) {
    // A label that stands there twice takes its places in the answer's order.
    const place = places.get(label)?.shift();
    if (place === undefined) throw strange(`the label "${label.slice(0, 80)}" is none of the model's`);
    if (!Number.isFinite(score)) throw strange(`the score of "${label.slice(0, 80)}" is no number`);
    scores[place] = score;
  }
  const missing = scores.filter(Number.isNaN).length;
  if (missing > 0) {
    if (manner.bestOnly === null || rows.length === 0)
      throw strange(`${missing} of ${labels.length} labels are missing`);
    fillMissing(scores, missing, manner.made);
  }
  const logits = outputLogits(scores, 1, labels.length, manner.made);
  if (logits === null) throw strange("it does not divide into labels");
  return logits;
}

/**
 * What a server that tells its best few leaves out: after a softmax each gets its share of what is left of 1, so that those
 * which it did tell keep their scores exactly; else next to nothing. The screens say so wherever such a model runs.
 */
function fillMissing(scores: Float32Array, missing: number, made: Activation | null): void {
  const told = scores.filter((score) => !Number.isNaN(score));
  const sum = told.reduce((total, score) => total + score, 0);
  const least = made === "none" || made === null ? Math.min(...told) : 0;
  const rest = made === "softmax" ? Math.max(0, 1 - sum) / missing : least;
  for (const [place, score] of scores.entries()) if (Number.isNaN(score)) scores[place] = rest;
}

function placesOf(labels: readonly string[]): Map<string, number[]> {
  const places = new Map<string, number[]>();
  for (const [place, label] of labels.entries()) {
    const known = places.get(label);
    if (known) known.push(place);
    else places.set(label, [place]);
  }
  return places;
}

function strange(reason: string): EarshotError {
  return new EarshotError("remote-answer-invalid", reason, { details: { reason } });
}
