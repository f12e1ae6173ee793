/** What an extractor gives to the classifier. */
export interface FeatureTensor {
  readonly name: string;
  readonly data: Float32Array;
  /** The first is the batch: 1 of `extract`, the number of windows of `extractMany`. */
  readonly dims: readonly number[];
  /** Of [batch, steps]: 0 where a step is padding; absent: every step counts. */
  readonly mask?: Uint8Array | undefined;
}

export interface Extractor {
  /** The graph's input that it feeds. */
  readonly name: string;
  /** Of its tensors, the batch first; null = as it comes. What a graph must fit. */
  readonly shape: readonly (number | null)[];
  /** False where the graph takes one window with no dimension for more. */
  readonly takesBatches: boolean;
  /**
   * @param waveform mono float32 at the model's rate, any length that the extractor takes.
   * @param start where it begins in a stream, in samples: what the last call with a start has computed is not computed again.
   */
  extract(waveform: Float32Array, start?: number): Promise<FeatureTensor>;
  /** The same for windows of one stretch of sound: rows are those that `extract` gives for each window alone. */
  extractMany(waveform: Float32Array, offsets: Int32Array, windowSamples: number): Promise<FeatureTensor>;
}

/** An extractor that knows no shortcut for many windows: each is extracted by itself. */
export function oneByOne(extractor: Omit<Extractor, "extractMany">): Extractor {
  return {
    ...extractor,
    async extractMany(waveform, offsets, windowSamples) {
      const tensors: FeatureTensor[] = [];
      for (const offset of offsets) {
        tensors.push(await extractor.extract(waveform.subarray(offset, offset + windowSamples)));
      }
      return stack(tensors);
    },
  };
}

function stack(tensors: readonly FeatureTensor[]): FeatureTensor {
  const [first] = tensors;
  if (first === undefined) throw new RangeError("Nothing to stack");
  const data = new Float32Array(first.data.length * tensors.length);
  const mask = first.mask && new Uint8Array(first.mask.length * tensors.length);
  for (const [index, tensor] of tensors.entries()) {
    if (tensor.data.length !== first.data.length)
      throw new RangeError("Windows of one length give features of one size");
    data.set(tensor.data, index * first.data.length);
    if (mask && tensor.mask) mask.set(tensor.mask, index * tensor.mask.length);
  }
  return { name: first.name, data, dims: [tensors.length, ...first.dims.slice(1)], mask };
}

/** One window of a batch. */
export function windowOf({ name, data, dims, mask }: FeatureTensor, window: number): FeatureTensor {
  const windows = dims[0] ?? 1;
  const part = <T extends Float32Array | Uint8Array>(all: T) =>
    all.subarray((window * all.length) / windows, ((window + 1) * all.length) / windows) as T;
  return { name, data: part(data), dims: [1, ...dims.slice(1)], mask: mask && part(mask) };
}
