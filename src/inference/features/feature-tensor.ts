/** What an extractor gives to the classifier. */
export interface FeatureTensor {
  readonly name: string;
  readonly data: Float32Array;
  /** The first is the batch: 1 of `extract`, the number of windows of `extractMany`. */
  readonly dims: readonly number[];
}

export interface Extractor {
  /** @param waveform mono float32 at the model's rate, any length that the extractor takes. */
  extract(waveform: Float32Array): Promise<FeatureTensor>;
  /** The same for windows of one stretch of sound: rows are those that `extract` gives for each window alone. */
  extractMany(waveform: Float32Array, offsets: Int32Array, windowSamples: number): Promise<FeatureTensor>;
}

/** An extractor that knows no shortcut for many windows: each is extracted by itself. */
export function oneByOne(extract: Extractor["extract"]): Extractor {
  return {
    extract,
    async extractMany(waveform, offsets, windowSamples) {
      const tensors: FeatureTensor[] = [];
      for (const offset of offsets) tensors.push(await extract(waveform.subarray(offset, offset + windowSamples)));
      return stack(tensors);
    },
  };
}

function stack(tensors: readonly FeatureTensor[]): FeatureTensor {
  const [first] = tensors;
  if (first === undefined) throw new RangeError("Nothing to stack");
  const data = new Float32Array(first.data.length * tensors.length);
  for (const [index, tensor] of tensors.entries()) {
    if (tensor.data.length !== first.data.length)
      throw new RangeError("Windows of one length give features of one size");
    data.set(tensor.data, index * first.data.length);
  }
  return { name: first.name, data, dims: [tensors.length, ...first.dims.slice(1)] };
}
