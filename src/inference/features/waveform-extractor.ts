/**
 * The waveform itself, as wav2vec2 and its kin take it: zero mean and unit variance of each window, or as it is.
 * Source: `_zero_mean_unit_var_norm` of Wav2Vec2FeatureExtractor, transformers.js 4.3.1 (variance + 1e-7, float64), bit by
 * bit the same without loading that library; Python's, in float32, is within 1e-5.
 * No attention mask is made of it: windows are never padded, and group-norm models must not get one.
 */
import * as v from "valibot";
import type { Extractor } from "./feature-tensor.ts";
import { readFeatureConfig } from "./read-feature-config.ts";

/** The default is the Python class's own; transformers.js takes a missing one for false. */
const Wav2Vec2Schema = v.object({ do_normalize: v.optional(v.nullable(v.boolean()), true) });

export function createWav2Vec2Extractor(json: unknown): Extractor {
  const { do_normalize } = readFeatureConfig(Wav2Vec2Schema, json).values;
  return createWaveformExtractor("input_values", { normalise: do_normalize ?? true });
}

export interface WaveformOptions {
  readonly normalise: boolean;
  /** Absent: true. */
  readonly takesBatches?: boolean;
  /** Windows are cut or filled up with silence to so many samples; absent: any length. */
  readonly fixedSamples?: number | undefined;
}

export function createWaveformExtractor(name: string, options: WaveformOptions): Extractor {
  const { normalise, takesBatches = true, fixedSamples } = options;
  const fill = (window: Float32Array, row: Float32Array) => {
    const heard = window.subarray(0, row.length);
    if (normalise) standardise(heard, row);
    else row.set(heard);
  };
  return {
    name,
    shape: [null, fixedSamples ?? null],
    takesBatches,
    async extract(waveform) {
      const data = new Float32Array(fixedSamples ?? waveform.length);
      fill(waveform, data);
      return { name, data, dims: [1, data.length] };
    },
    async extractMany(waveform, offsets, windowSamples) {
      const size = fixedSamples ?? windowSamples;
      const data = new Float32Array(offsets.length * size);
      for (const [index, offset] of offsets.entries()) {
        fill(waveform.subarray(offset, offset + windowSamples), data.subarray(index * size, (index + 1) * size));
      }
      return { name, data, dims: [offsets.length, size] };
    },
  };
}

/** (x - mean) / √(variance + 1e-7) of `from`; the rest of `to` is left as it is. */
function standardise(from: Float32Array, to: Float32Array): void {
  let sum = 0;
  for (let i = 0; i < from.length; i++) sum += from[i] as number;
  const mean = sum / from.length;
  let squares = 0;
  for (let i = 0; i < from.length; i++) squares += ((from[i] as number) - mean) ** 2;
  const deviation = Math.sqrt(squares / from.length + 1e-7);
  for (let i = 0; i < from.length; i++) to[i] = ((from[i] as number) - mean) / deviation;
}
