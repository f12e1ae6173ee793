/** What an extractor gives to the classifier. */
export interface FeatureTensor {
  readonly name: string;
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/** `waveform`: mono float32 at the model's rate, any length that the extractor takes. */
export type Extractor = (waveform: Float32Array) => Promise<FeatureTensor>;
