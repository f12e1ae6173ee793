/** A sound of our own making, to try the models without a microphone. Computed, never recorded: nothing to license. */
export interface SampleSound {
  readonly id: string;
  readonly name: string;
  /** The embedded model that knows it. */
  readonly modelId: string;
  readonly sampleRateHz: number;
  /** Mono, peak `SAMPLE_PEAK`, the same samples at every call; fades to silence at both ends, so that it can be looped. */
  render(): Float32Array<ArrayBuffer>;
}

export const SAMPLE_PEAK = 0.8;
