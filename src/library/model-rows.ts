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
  /** Made here of other files, not fetched. */
  made: v.optional(v.boolean(), false),
});

/** A checkpoint's file: it passes by, and is not kept. */
const SourceRow = v.object({ path: v.string(), bytes: count, sha256: v.nullable(hash) });

const state = v.custom<Uint8Array<ArrayBuffer>>((input) => input instanceof Uint8Array);

/** How far a checkpoint has become a model: where its files are read on, and what is made already. */
const MadeRow = v.object({
  /** Number of the source. */
  source: count,
  /** In that source. */
  position: count,
  /** SHA-256 of the source up to there, as `Hasher.save` gives it. */
  sourceHash: state,
  /** Bytes of the weights' file that are whole, and their SHA-256. */
  bytes: count,
  hash,
  /** Names of the weights in them, in their order. */
  weights: v.array(v.string()),
});

const MakingRow = v.object({
  format: v.picklist(["safetensors", "pytorch"]),
  /** Of the sources; another than the model's where they are a conversion's. */
  commit: v.string(),
  sources: v.array(SourceRow),
  /** That says which of them has which tensor; null where there is one. */
  index: v.nullable(SourceRow),
  /** As the model's card states it. */
  licence: v.nullable(v.string()),
  /** What `preprocessor_config.json` says, where it is made here. */
  preprocessor: v.nullable(v.record(v.string(), v.unknown())),
  /** Null: nothing yet. */
  done: v.nullable(MadeRow),
});

/** Of what a stored model was made here. */
const MadeFromRow = v.object({
  format: v.picklist(["safetensors", "pytorch"]),
  commit: v.nullable(v.string()),
  files: v.array(v.string()),
  licence: v.nullable(v.string()),
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

/** What running it here showed: how long a window takes, and what it made of the golden waveform. */
const MeasuredRow = v.object({
  windowMs: v.number(),
  device: v.picklist(["wasm", "webgpu"]),
  scores: v.array(v.number()),
});

const ModelRowSchema = v.object({
  ...Identity,
  architecture: v.string(),
  numLabels: count,
  sampleRateHz: count,
  addedAtMs: v.number(),
  lastUsedAtMs: v.number(),
  files: v.array(FileRow),
  /** Null: it is kept as it came. */
  madeFrom: v.optional(v.nullable(MadeFromRow), null),
  /** Null: it has not run yet. */
  measured: v.optional(v.nullable(MeasuredRow), null),
});

const PartialRowSchema = v.object({
  ...Identity,
  /** As the repository is called at the Hub, or the folder. */
  name: v.string(),
  files: v.array(WantedRow),
  /** Null: its files are kept as they come. */
  making: v.optional(v.nullable(MakingRow), null),
});

export type FileRow = v.InferOutput<typeof FileRow>;
export type ModelRow = v.InferOutput<typeof ModelRowSchema>;
export type WantedRow = v.InferOutput<typeof WantedRow>;
export type SourceRow = v.InferOutput<typeof SourceRow>;
export type MakingRow = v.InferOutput<typeof MakingRow>;
export type MadeRow = v.InferOutput<typeof MadeRow>;

export type MeasuredRow = v.InferOutput<typeof MeasuredRow>;
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
