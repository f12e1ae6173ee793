import type { SampleFacts } from "./facts.ts";

/** A sound of our own making, to try the models without a microphone. Computed, never recorded: nothing to license. */
export interface SampleSound extends SampleFacts {
  /** Mono, peak `SAMPLE_PEAK`, the same samples at every call; fades to silence at both ends, so that it can be looped. */
  render(): Float32Array<ArrayBuffer>;
}

export const SAMPLE_PEAK = 0.8;
