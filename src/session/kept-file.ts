/**
 * What is kept of one file between visits, and whether a record that comes back is whole. A disk, another program or a
 * half-finished write may have had their hands on it: what does not fit is no result.
 */
import * as v from "valibot";
import { ERROR_CODES } from "../errors/earshot-error.ts";
import { PRECISIONS } from "../models/precision.ts";
import { OVERVIEW_ROWS, type Overview } from "../signal/overview.ts";
import type { WindowPlan } from "../stream/protocol.ts";
import type { KeptLogits } from "./file-scoring.ts";
import type { Problem } from "./problem.ts";
import type { FileEntry } from "./state.ts";

/** One file's result. `key` tells the file: its path, size and time of change. */
export interface KeptFile
  extends Pick<
    FileEntry,
    "name" | "path" | "sizeBytes" | "trueLabel" | "sourceRateHz" | "channels" | "codec" | "durationS"
  > {
  readonly key: string;
  /** Milliseconds since epoch; results come back in the order in which they were made. */
  readonly keptAtMs: number;
  readonly plan: WindowPlan;
  readonly damage: Problem | null;
  readonly logits: KeptLogits;
  readonly overview: Overview | null;
}

const Count = v.pipe(v.number(), v.integer(), v.minValue(0));
const Positive = v.pipe(v.number(), v.finite(), v.gtValue(0));
const PositiveCount = v.pipe(Count, v.minValue(1));

const PlanSchema = v.object({ sampleRateHz: Positive, windowSamples: PositiveCount, hopSamples: PositiveCount });

const LogitsSchema = v.pipe(
  v.object({
    model: v.object({
      id: v.string(),
      // Records of before it was kept: nothing but the models inside the app was run then.
      precision: v.optional(v.picklist(PRECISIONS), "fp32"),
      labels: v.pipe(v.array(v.string()), v.minLength(1)),
      sampleRateHz: Positive,
      activation: v.picklist(["sigmoid", "softmax", "none"]),
    }),
    starts: v.instance(Float64Array<ArrayBuffer>),
    ends: v.instance(Float64Array<ArrayBuffer>),
    rms: v.instance(Float32Array<ArrayBuffer>),
    logits: v.instance(Float32Array<ArrayBuffer>),
  }),
  v.check(({ model, starts, ends, rms, logits }) => {
    const windows = starts.length;
    return ends.length === windows && rms.length === windows && logits.length === windows * model.labels.length;
  }, "arrays of other lengths"),
  v.check(
    ({ starts, ends, rms, logits }) => [starts, ends, rms, logits].every((values) => values.every(Number.isFinite)),
    "numbers that are none",
  ),
);

const OverviewSchema = v.pipe(
  v.object({
    binS: Positive,
    count: Count,
    peaks: v.instance(Float32Array),
    columnS: Positive,
    columnCount: Count,
    columns: v.instance(Uint8Array),
    // Records of before they were measured have none.
    levelS: v.optional(Positive, 1),
    levels: v.optional(v.instance(Uint8Array), () => new Uint8Array(0)),
  }),
  v.check(
    ({ count, peaks, columnCount, columns }) => peaks.length >= count && columns.length >= columnCount * OVERVIEW_ROWS,
    "a picture that is cut off",
  ),
);

const Detail = v.union([v.string(), v.number(), v.boolean(), v.undefined()]);

const KeptSchema = v.object({
  key: v.string(),
  keptAtMs: v.pipe(v.number(), v.finite()),
  name: v.string(),
  path: v.string(),
  sizeBytes: Count,
  trueLabel: v.nullable(v.string()),
  sourceRateHz: v.nullable(Positive),
  channels: v.nullable(PositiveCount),
  codec: v.nullable(v.string()),
  durationS: v.nullable(v.pipe(v.number(), v.finite(), v.minValue(0))),
  plan: PlanSchema,
  damage: v.nullable(v.object({ code: v.picklist(ERROR_CODES), details: v.record(v.string(), Detail) })),
  logits: LogitsSchema,
  overview: v.nullable(OverviewSchema),
});

/** Null where the record is not whole. */
export function readKept(record: unknown): KeptFile | null {
  const read = v.safeParse(KeptSchema, record);
  return read.success ? read.output : null;
}
