/**
 * The forms in which a model's weights come: by the file names that the Hub's exporters give them, or as they are made here of
 * a checkpoint (`graph/`).
 */

/** Best first, by what they keep of the numbers. `q8`: 8 bits with a scale for each block, made here alone. */
export const PRECISIONS = ["fp32", "fp16", "q8", "int8", "uint8", "q4", "q4f16", "bnb4"] as const;

export type Precision = (typeof PRECISIONS)[number];

/** Their graphs compute in float16. */
export const HALF_FLOATS: readonly Precision[] = ["fp16", "q4f16"];

/** One precision of a model as a repository offers it, or as it can be made of its checkpoint. */
export interface PrecisionOffer {
  readonly precision: Precision;
  /** What is fetched: the graph first, then its external data; or the checkpoint's weights. Paths in the repository. */
  readonly files: readonly OfferedFile[];
  /** What is kept. */
  readonly totalBytes: number;
  /** Null: it is kept as it comes. */
  readonly making: Making | null;
}

export type CheckpointFormat = "safetensors" | "pytorch";

/** How a graph and its weights are made here of a checkpoint. */
export interface Making {
  readonly format: CheckpointFormat;
  /** Of the checkpoint's weights: the model's own, or that of a conversion under `refs/pr/N`. */
  readonly commit: string;
  /** That says which of the files has which tensor; null where there is one. */
  readonly index: OfferedFile | null;
  /** Paths of what is made. */
  readonly graph: string;
  readonly data: string;
  readonly dataBytes: number;
  /** What `preprocessor_config.json` is to say, where the checkpoint does not say it whole; null = its own. */
  readonly preprocessor: Readonly<Record<string, unknown>> | null;
}

export interface OfferedFile {
  readonly path: string;
  readonly bytes: number;
  /** Hex, as the Hub states it for files in large-file storage; null for small ones. */
  readonly sha256: string | null;
}

export function fetchBytesOf({ files }: Pick<PrecisionOffer, "files">): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}
