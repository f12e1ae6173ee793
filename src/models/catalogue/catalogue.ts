/**
 * Known models of the Hub that run here, as `catalogue.json` lists them: only what is documented of each; what is not known is
 * left out, and the pre-flight asks the Hub. Most are checkpoints; a tagger's description stands in its row, because its
 * repository has none.
 */
import * as v from "valibot";
import { PRECISIONS } from "../precision.ts";
import json from "./catalogue.json" with { type: "json" };

/** What a model is for, as screens group them. */
export const TOPICS = ["sounds", "commands", "speaker", "emotion", "music", "language"] as const;

const text = v.pipe(v.string(), v.minLength(1));
const megabytes = v.pipe(v.number(), v.minValue(0.1));

/** An `earshot.json` less what the row or the repository says: rate and architecture, and the only graph that is there. */
const TaggerRowSchema = v.strictObject({
  input: v.looseObject({ kind: text }),
  output: text,
  outputIs: v.picklist(["logits", "scores"]),
  activation: v.picklist(["sigmoid", "softmax", "none"]),
  windowS: v.pipe(v.number(), v.minValue(0.01)),
  windowIsFixed: v.boolean(),
  labels: v.literal("audioset"),
});

const RowSchema = v.strictObject({
  id: text,
  topic: v.picklist(TOPICS),
  /** In plain words. */
  task: text,
  /** `count` null: not documented. */
  labels: v.strictObject({ count: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(2))), some: v.array(text) }),
  sampleRateHz: v.pipe(v.number(), v.integer()),
  architecture: text,
  parametersM: v.optional(v.pipe(v.number(), v.minValue(0.01))),
  licence: v.nullable(text),
  /** Weights and external data together, as documented. */
  sizesMB: v.partial(v.strictObject(v.entriesFromList(PRECISIONS, megabytes))),
  tagger: v.optional(TaggerRowSchema),
});

export type CatalogueRow = v.InferOutput<typeof RowSchema>;

let rows: readonly CatalogueRow[] | null = null;

/**
 * Read when it is first asked for: a page that opens has other things to do.
 * @throws ValiError where the file that ships with the app is wrong: a test sees to that
 */
export function catalogue(): readonly CatalogueRow[] {
  rows ??= v.parse(v.array(RowSchema), json);
  return rows;
}
