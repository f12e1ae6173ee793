/**
 * AST's log-mel by our own `signal/log-mel.ts`. Source: ASTFeatureExtractor, transformers 5.23, on its numpy path, which it
 * takes without torchaudio: no scaling by 2^15, zero rows before (x - mean) / (2·std), so padding ends as -mean / (2·std).
 * Frame lengths don't follow the sample rate there, nor here. Less than a frame gives padding alone (Python raises below 240).
 */
import * as v from "valibot";
import { LogMel } from "../../signal/log-mel.ts";
import type { Extractor } from "./feature-tensor.ts";
import { readFeatureConfig, size } from "./read-feature-config.ts";

/** 2^-23, as Kaldi has it. */
const FLOOR = 1.192092955078125e-7;

/** Defaults are the Python class's own. */
const AstSchema = v.object({
  sampling_rate: v.optional(size(384_000), 16_000),
  num_mel_bins: v.optional(size(1024), 128),
  max_length: v.optional(size(100_000), 1024),
  do_normalize: v.optional(v.boolean(), true),
  mean: v.optional(v.pipe(v.number(), v.finite()), -4.2677393),
  std: v.optional(v.pipe(v.number(), v.finite()), 4.5689974),
});

export function createAstExtractor(json: unknown): Extractor {
  const config = readFeatureConfig(AstSchema, json);
  const { sampling_rate, num_mel_bins, max_length, do_normalize, mean, std } = config.values;
  const logMel = config.build(
    () =>
      new LogMel(
        {
          fftSamples: 512,
          frameSamples: 400,
          hopSamples: 160,
          centred: false,
          mels: num_mel_bins,
          minHz: 20,
          maxHz: Math.floor(sampling_rate / 2),
          melScale: "kaldi",
          melNorm: "none",
          window: "hann",
          power: 2,
          preEmphasis: 0.97,
          scale: { kind: "ln-floor", floor: FLOOR },
          mean: do_normalize ? mean : 0,
          std: do_normalize ? 2 * std : 1,
        },
        sampling_rate,
        { numFrames: max_length },
      ),
  );
  const name = "input_values";
  const tensor = (windows: number, data: Float32Array) => ({
    name,
    data,
    dims: [windows, max_length, num_mel_bins],
  });
  return {
    name,
    shape: [null, max_length, num_mel_bins],
    takesBatches: true,
    extract: async (waveform, start) => tensor(1, logMel.extract(waveform, start)),
    extractMany: async (waveform, offsets, windowSamples) =>
      tensor(offsets.length, logMel.extractMany(waveform, offsets, windowSamples)),
  };
}
