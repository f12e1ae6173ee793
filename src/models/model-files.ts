/** A model's files as they were fetched, before anything is believed of them. Crosses threads: a Blob is not copied. */
export interface ModelFiles {
  /** Embedded name or Hub id. */
  readonly id: string;
  readonly source: "embedded" | "hub";
  /** Parsed JSON of `config.json`; unchecked. */
  readonly config: unknown;
  /** Parsed JSON of `preprocessor_config.json`; unchecked. */
  readonly preprocessor: unknown;
  /** `onnx/model.onnx`. */
  readonly weights: Blob;
  /** The stored answer to the golden window, where the model ships one. */
  readonly golden: GoldenAnswer | null;
}

/** Logits that the reference implementation gave for `goldenWaveform(samples, rate)`. */
export interface GoldenAnswer {
  readonly samples: number;
  readonly logits: readonly number[];
}
