/**
 * How a server answers, found out with a second of synthetic sound, never with the person's own: whether it gives logits when
 * they are asked for, whether it tells all labels, which function is its own. Two requests: one asks for logits of everything,
 * one for nothing but the best label; what the second says of the first tells whether the server listens to what is asked.
 */
import { asEarshotError, EarshotError } from "../errors/earshot-error.ts";
import { MAX_LABELS } from "../models/read-labels.ts";
import { type Activation, activate } from "../scores/activation.ts";
import { goldenWaveform } from "../signal/golden-waveform.ts";
import type { AnswerRow, Manner } from "./answer-logits.ts";
import { type AskedParameters, windowBody } from "./window-body.ts";

export interface FoundManner extends Manner {
  /** What every request asks for; null: the server takes plain sound only. */
  readonly parameters: AskedParameters | null;
  readonly labels: readonly string[];
  /** The model's own function. */
  readonly activation: Activation;
}

export interface Expected {
  readonly sampleRateHz: number;
  /** As the model's own files say; null where nobody knows. */
  readonly labels: readonly string[] | null;
  readonly activation: Activation | null;
}

type Ask = (body: Blob) => Promise<readonly AnswerRow[]>;

/** Scores are told with six digits or more; two that are the same differ by less. */
const SAME = 1e-4;

/** @throws EarshotError `remote-*` */
export async function probeServer(ask: Ask, expected: Expected): Promise<FoundManner> {
  const { sampleRateHz } = expected;
  const sound = goldenWaveform(sampleRateHz, sampleRateHz);
  const send = (parameters: AskedParameters | null) => ask(windowBody(sound, sampleRateHz, parameters));
  const all = { function_to_apply: "none", top_k: expected.labels?.length ?? MAX_LABELS } as const;
  const asked = await send(all).catch(refusalOfForm);
  if (asked === null) return plainManner(await send(null), expected, null, false);
  const alone = await send({ top_k: 1 });
  const tellsAll = expected.labels === null ? alone.length === 1 : asked.length >= expected.labels.length;
  const made = functionBehind(asked, alone[0]);
  if (made === "unheard") return plainManner(asked, expected, all, tellsAll);
  if (!tellsAll) {
    // Of logits some are of no use alone; of scores some can be taken at their word.
    const parameters = { top_k: all.top_k };
    return plainManner(await send(parameters), expected, parameters, false);
  }
  const labels = expected.labels ?? asked.map(({ label }) => label).toSorted();
  const activation = expected.activation ?? made ?? "softmax";
  return { parameters: all, labels, made: null, bestOnly: null, activation };
}

/** Null where the server takes no parameters beside the sound. */
function refusalOfForm(thrown: unknown): null {
  if (asEarshotError(thrown).code === "remote-refused") return null;
  throw thrown;
}

/**
 * @param asked what came when logits were asked for; @param best the best label of the server's own accord
 * @returns the function that leads from the one to the other; null where none does; "unheard" where nothing was done, although
 * the numbers look like scores already
 */
function functionBehind(asked: readonly AnswerRow[], best: AnswerRow | undefined): Activation | "unheard" | null {
  const scores = Float32Array.from(asked, ({ score }) => score);
  const first = scores.length === 0 ? Number.NaN : Math.max(...scores);
  if (best === undefined || Number.isNaN(first)) return "unheard";
  const isSame = (one: number) => Math.abs(one - best.score) <= SAME;
  if (isSame(first)) return scores.every((score) => score >= 0 && score <= 1) ? "unheard" : "none";
  return (["softmax", "sigmoid"] as const).find((name) => isSame(Math.max(...activate(scores, name)))) ?? null;
}

/** For scores that the server made by itself. @param tellsAll whether it heeds how many labels are asked for */
function plainManner(
  rows: readonly AnswerRow[],
  expected: Expected,
  parameters: AskedParameters | null,
  tellsAll: boolean,
): FoundManner {
  const { labels } = expected;
  if (labels === null && !tellsAll && !mustBeAll(rows)) {
    const details = { told: rows.length };
    throw new EarshotError("remote-labels-unknown", "it tells its best labels only", { details });
  }
  const made = functionOf(rows, expected.activation);
  return {
    parameters,
    labels: labels ?? rows.map(({ label }) => label).toSorted(),
    made,
    bestOnly: labels !== null && rows.length < labels.length ? rows.length : null,
    activation: made,
  };
}

/** The task's default. */
const DEFAULT_TOP_K = 5;

/** There are no others: fewer than the task's default were told, or they share 1 between them. */
function mustBeAll(rows: readonly AnswerRow[]): boolean {
  if (rows.length === 0) return false;
  return rows.length < DEFAULT_TOP_K || Math.abs(sumOf(rows) - 1) <= 1e-6;
}

function sumOf(rows: readonly AnswerRow[]): number {
  return rows.reduce((total, { score }) => total + score, 0);
}

/** Which function made these scores. A softmax adds up to 1 at most; several sigmoids may add up to anything. */
function functionOf(rows: readonly AnswerRow[], own: Activation | null): Activation {
  if (rows.some(({ score }) => score < 0 || score > 1)) return "none";
  const sum = sumOf(rows);
  if (sum > 1 + SAME) return "sigmoid";
  if (Math.abs(sum - 1) <= SAME) return "softmax";
  return own === "sigmoid" ? "sigmoid" : "softmax";
}
