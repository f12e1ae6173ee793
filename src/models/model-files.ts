/** A model's files before anything is believed of them. Crosses threads: a Blob is not copied. */
import type { Precision } from "./precision.ts";

/** `embedded`: ships inside the app. `hub`: fetched from a Hub. `disk`: a folder or a zip of the person's own. */
export type FilesSource = "embedded" | "hub" | "disk";

/** `server`: its files are elsewhere, and so is what runs it. */
export type ModelSource = FilesSource | "server";

export interface ModelFiles {
  /** Embedded name, Hub id (`owner/name`, `owner/name@revision`), or `disk:` and a name. */
  readonly id: string;
  readonly source: FilesSource;
  /** Parsed JSON of `config.json`; unchecked; null where `tagger` says it all. */
  readonly config: unknown;
  /** Parsed JSON of `preprocessor_config.json`; unchecked; null where `tagger` says it all. */
  readonly preprocessor: unknown;
  /** Parsed `earshot.json` (`tagger.ts`) of a model that is no transformers checkpoint; unchecked; null for checkpoints. */
  readonly tagger: unknown;
  readonly precision: Precision;
  /** The ONNX graph. */
  readonly weights: Blob;
  /** External data, by the names that the graph uses. */
  readonly externalData: readonly ExternalData[];
  /** The stored answer to the golden window, where the model ships one. */
  readonly golden: GoldenAnswer | null;
}

export interface ExternalData {
  readonly path: string;
  readonly data: Blob;
}

/** What a checkpoint with one ONNX file in full precision has no need to say. */
export const PLAIN = { tagger: null, precision: "fp32", externalData: [] } as const satisfies Partial<ModelFiles>;

/** Logits that the reference implementation gave for `goldenWaveform(samples, rate)`. */
export interface GoldenAnswer {
  readonly samples: number;
  readonly logits: readonly number[];
}
