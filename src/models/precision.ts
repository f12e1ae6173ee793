/** The forms in which a model's ONNX weights come, by the file names that the Hub's exporters give them. */

/** Best first, by what they keep of the numbers. */
export const PRECISIONS = ["fp32", "fp16", "int8", "uint8", "q4", "q4f16", "bnb4"] as const;

export type Precision = (typeof PRECISIONS)[number];

/** One precision of a model as a repository offers it. */
export interface PrecisionOffer {
  readonly precision: Precision;
  /** The graph first, then its external data; paths in the repository. */
  readonly files: readonly OfferedFile[];
  readonly totalBytes: number;
}

export interface OfferedFile {
  readonly path: string;
  readonly bytes: number;
  /** Hex, as the Hub states it for files in large-file storage; null for small ones. */
  readonly sha256: string | null;
}
