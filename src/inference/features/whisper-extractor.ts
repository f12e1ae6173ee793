/**
 * Whisper's log-mel by our own `signal/log-mel.ts`. Source: WhisperFeatureExtractor, transformers 5.23: sound filled up
 * with silence to the window, Slaney's mels of |X|² with frames of 400 every 160, base-10 logarithm, no less than 8 below the
 * loudest, (x + 4) / 4; the last frame, which centring adds, is left out. The silence is part of what Whisper was trained on.
 */
import * as v from "valibot";
import { LogMel } from "../../signal/log-mel.ts";
import { type Extractor, oneByOne } from "./feature-tensor.ts";
import { readFeatureConfig, size } from "./read-feature-config.ts";
import { transposed } from "./transposed.ts";

/** Defaults are the Python class's own. */
const WhisperSchema = v.object({
  feature_size: v.optional(size(1_024), 80),
  sampling_rate: v.optional(size(384_000), 16_000),
  hop_length: v.optional(size(4_096), 160),
  n_fft: v.optional(size(65_536), 400),
  chunk_length: v.optional(v.pipe(v.number(), v.minValue(0.1), v.maxValue(600)), 30),
});

/** Of the mels; the Python class knows no other. */
const MAX_HZ = 8_000;

/** @throws EarshotError `model-config-invalid` */
export function createWhisperExtractor(json: unknown): Extractor {
  const config = readFeatureConfig(WhisperSchema, json);
  const { feature_size: mels, sampling_rate, hop_length, n_fft, chunk_length } = config.values;
  const samples = Math.round(chunk_length * sampling_rate);
  const frames = Math.floor(samples / hop_length);
  const logMel = config.build(
    () =>
      new LogMel(
        {
          fftSamples: n_fft,
          frameSamples: n_fft,
          hopSamples: hop_length,
          centred: true,
          mels,
          minHz: 0,
          maxHz: MAX_HZ,
          melScale: "slaney",
          melNorm: "slaney",
          window: "hann-periodic",
          power: 2,
          preEmphasis: 0,
          // Tenths of decibels: 8 of them below the loudest, and (x + 4) / 4, are 80 dB and (dB + 40) / 40.
          scale: { kind: "db", offset: 1e-10, topDb: 80 },
          mean: -40,
          std: 40,
        },
        sampling_rate,
        { numFrames: frames },
      ),
  );
  const name = "input_features";
  return oneByOne({
    name,
    shape: [null, mels, frames],
    takesBatches: true,
    async extract(waveform, start) {
      const sound = new Float32Array(samples);
      sound.set(waveform.subarray(0, samples));
      const picture = logMel.extract(sound, start);
      return { name, data: transposed(picture, frames, mels), dims: [1, mels, frames] };
    },
  });
}
