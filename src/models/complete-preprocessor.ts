/**
 * Which feature extractor belongs to which architecture, and what stands in where a checkpoint ships no
 * `preprocessor_config.json`, or one from before it named its class. Source: FEATURE_EXTRACTOR_MAPPING, transformers 5.23.
 */
import * as v from "valibot";

const TAKES_WAVEFORM = "Wav2Vec2FeatureExtractor";

/** By `model_type`. All of them classify sound in transformers. */
const EXTRACTOR_OF: ReadonlyMap<string, string> = new Map([
  ["wav2vec2", TAKES_WAVEFORM],
  ["hubert", TAKES_WAVEFORM],
  ["wavlm", TAKES_WAVEFORM],
  ["unispeech", TAKES_WAVEFORM],
  ["unispeech-sat", TAKES_WAVEFORM],
  ["data2vec-audio", TAKES_WAVEFORM],
  ["sew", TAKES_WAVEFORM],
  ["sew-d", TAKES_WAVEFORM],
  ["wav2vec2-conformer", TAKES_WAVEFORM],
  ["wav2vec2-bert", "SeamlessM4TFeatureExtractor"],
  ["audio-spectrogram-transformer", "ASTFeatureExtractor"],
  ["whisper", "WhisperFeatureExtractor"],
]);

/** Those that run here: the cases of `inference/features/extractor.ts`, which lies in a layer above. */
const RUNNABLE = new Set(EXTRACTOR_OF.values());

export function runsHere(extractor: string): boolean {
  return RUNNABLE.has(extractor);
}

const ModelType = v.object({ model_type: v.string() });
const Named = v.object({ feature_extractor_type: v.string() });
const AnObject = v.record(v.string(), v.unknown());

/**
 * Null where nothing was missing, and where nothing may be assumed: log-mel models need their own mean and standard
 * deviation, so that only an extractor's name is filled in for them; waveform models are all alike (16 kHz, normalised).
 */
export function assumedPreprocessor(config: unknown, preprocessor: unknown): Record<string, unknown> | null {
  if (v.is(Named, preprocessor) || !v.is(ModelType, config)) return null;
  const extractor = EXTRACTOR_OF.get(config.model_type);
  if (extractor === undefined) return null;
  if (v.is(AnObject, preprocessor)) return { ...preprocessor, feature_extractor_type: extractor };
  if (preprocessor !== null || extractor !== TAKES_WAVEFORM) return null;
  return { feature_extractor_type: extractor, sampling_rate: 16_000, do_normalize: true, feature_size: 1 };
}

/** What every reader of a checkpoint's preprocessor should read: its own JSON, completed where that is safe. */
export function completePreprocessor(config: unknown, preprocessor: unknown): unknown {
  return assumedPreprocessor(config, preprocessor) ?? preprocessor;
}
