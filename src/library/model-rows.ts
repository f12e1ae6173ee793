/**
 * What is written down of a model that is stored, and of one that is on its way. Rows come from a database that an older
 * or newer Earshot may have written: what does not fit is left out, never guessed.
 */
import * as v from "valibot";
import { PRECISIONS } from "../models/precision.ts";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

/** A file of a stored model: `path` as in its repository or folder. */
const FileRow = v.object({ path: v.string(), bytes: count, hash });

/** A file on its way. */
const WantedRow = v.object({
  path: v.string(),
  /** Null: not told beforehand (small side files). */
  bytes: v.nullable(count),
  /** As the Hub states it; null where it states none. */
  sha256: v.nullable(hash),
  /** Name of its part in the blob store. */
  partId: v.string(),
  /** Of the answer that the part came from. */
  etag: v.nullable(v.string()),
  /** The blob that it became; null = still on its way. */
  blob: v.nullable(v.object({ hash, bytes: count })),
});

/** What of a model is the same on its way and when it is stored. */
const Identity = {
  key: v.string(),
  id: v.string(),
  precision: v.picklist(PRECISIONS),
  source: v.picklist(["hub", "disk"]),
  commit: v.nullable(v.string()),
  /** `earshot.json` of a tagger, where it is known whole beforehand; unchecked. */
  tagger: v.unknown(),
  /** Path of the ONNX graph; other weights are its external data. */
  graph: v.string(),
  /** Paths of its external data. */
  externalData: v.array(v.string()),
};

const ModelRowSchema = v.object({
  ...Identity,
  architecture: v.string(),
  numLabels: count,
  sampleRateHz: count,
  addedAtMs: v.number(),
  lastUsedAtMs: v.number(),
  files: v.array(FileRow),
});

const PartialRowSchema = v.object({
  ...Identity,
  /** As the repository is called at the Hub, or the folder. */
  name: v.string(),
  files: v.array(WantedRow),
});

export type FileRow = v.InferOutput<typeof FileRow>;
export type ModelRow = v.InferOutput<typeof ModelRowSchema>;
export type WantedRow = v.InferOutput<typeof WantedRow>;
export type PartialRow = v.InferOutput<typeof PartialRowSchema>;

export function readModelRow(record: unknown): ModelRow | null {
  const outcome = v.safeParse(ModelRowSchema, record);
  return outcome.success ? outcome.output : null;
}

export function readPartialRow(record: unknown): PartialRow | null {
  const outcome = v.safeParse(PartialRowSchema, record);
  return outcome.success ? outcome.output : null;
}

export function bytesOf(files: readonly { readonly bytes: number }[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}
