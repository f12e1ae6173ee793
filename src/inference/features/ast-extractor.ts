/** AST's log-mel by our own `signal/log-mel.ts`. Source: ASTFeatureExtractor, transformers 5.23 (without torchaudio). */
import * as v from "valibot";
import { LogMel } from "../../signal/log-mel.ts";
import type { Extractor } from "./feature-tensor.ts";
import { readFeatureConfig, size } from "./read-feature-config.ts";

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
      new LogMel({
        sampleRateHz: sampling_rate,
        numMelBins: num_mel_bins,
        maxLength: max_length,
        mean,
        std,
        doNormalize: do_normalize,
      }),
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
    extract: async (waveform) => tensor(1, logMel.extract(waveform)),
    extractMany: async (waveform, offsets, windowSamples) =>
      tensor(offsets.length, logMel.extractMany(waveform, offsets, windowSamples)),
  };
}
