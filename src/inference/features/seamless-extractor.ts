/**
 * The filter bank of wav2vec2-bert by our own `signal/log-mel.ts`. Source: SeamlessM4TFeatureExtractor, transformers 5.23:
 * Kaldi's features of 16-bit samples, each mel with zero mean and unit variance over the window, and two frames a step; a
 * last frame without a partner is padded, and its step masked as Python does: by what stands at each step's second frame.
 */
import * as v from "valibot";
import { LogMel } from "../../signal/log-mel.ts";
import { type Extractor, oneByOne } from "./feature-tensor.ts";
import { readFeatureConfig, size } from "./read-feature-config.ts";

/** Defaults are the Python class's own. */
const SeamlessSchema = v.object({
  num_mel_bins: v.optional(size(1_024), 80),
  sampling_rate: v.optional(size(384_000), 16_000),
  stride: v.optional(size(64), 2),
  padding_value: v.optional(v.pipe(v.number(), v.finite()), 0),
});

const FULL_SCALE = 2 ** 15;
const FLOOR = 1.192092955078125e-7;

/** @throws EarshotError `model-config-invalid` */
export function createSeamlessExtractor(json: unknown): Extractor {
  const config = readFeatureConfig(SeamlessSchema, json);
  const { num_mel_bins: mels, sampling_rate, stride, padding_value } = config.values;
  const logMel = config.build(
    () =>
      new LogMel(
        {
          fftSamples: 512,
          frameSamples: 400,
          hopSamples: 160,
          centred: false,
          mels,
          minHz: 20,
          maxHz: Math.floor(sampling_rate / 2),
          melScale: "kaldi",
          melNorm: "none",
          window: "povey",
          power: 2,
          preEmphasis: 0.97,
          scale: { kind: "ln-floor", floor: FLOOR },
          mean: 0,
          std: 1,
        },
        sampling_rate,
      ),
  );
  const name = "input_features";
  return oneByOne({
    name,
    shape: [null, null, mels * stride],
    takesBatches: true,
    async extract(waveform, start) {
      const loud = new Float32Array(waveform.length);
      for (let i = 0; i < loud.length; i++) loud[i] = FULL_SCALE * (waveform[i] as number);
      const picture = logMel.extract(loud, start);
      standardiseMels(picture, mels);
      const frames = picture.length / mels;
      const steps = Math.ceil(frames / stride);
      const data = new Float32Array(steps * stride * mels).fill(padding_value);
      data.set(picture);
      return { name, data, dims: [1, steps, mels * stride], mask: maskOf(frames, steps, stride) };
    },
  });
}

/** (x - mean) / √(variance + 1e-7) of each mel over the frames; the variance of a sample (ddof 1), as in Python. */
function standardiseMels(picture: Float32Array, mels: number): void {
  const frames = picture.length / mels;
  const means = new Float64Array(mels);
  const squares = new Float64Array(mels);
  // Row after row, as the picture lies in memory.
  eachValue(picture, mels, (value, m) => {
    means[m] = (means[m] as number) + value / frames;
  });
  eachValue(picture, mels, (value, m) => {
    squares[m] = (squares[m] as number) + (value - (means[m] as number)) ** 2;
  });
  const deviations = squares.map((sum) => Math.sqrt(sum / Math.max(1, frames - 1) + 1e-7));
  eachValue(picture, mels, (value, m, at) => {
    picture[at] = (value - (means[m] as number)) / (deviations[m] as number);
  });
}

function eachValue(picture: Float32Array, mels: number, visit: (value: number, mel: number, at: number) => void): void {
  for (let row = 0; row < picture.length; row += mels) {
    for (let m = 0; m < mels; m++) visit(picture[row + m] as number, m, row + m);
  }
}

function maskOf(frames: number, steps: number, stride: number): Uint8Array | undefined {
  if (frames === steps * stride) return undefined;
  return Uint8Array.from({ length: steps }, (_, step) => Number(step * stride + (1 % stride) < frames));
}
