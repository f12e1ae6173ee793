/**
 * Waveform → the model's input tensors. One entry for each `feature_extractor_type`: to support another, add it here.
 * All of them are ours: equal to Python's, faster than those of transformers.js, whose log-mel runs an ONNX session of its own.
 */
import { EarshotError } from "../../errors/earshot-error.ts";
import { createAstExtractor } from "./ast-extractor.ts";
import type { Extractor } from "./feature-tensor.ts";
import { createSeamlessExtractor } from "./seamless-extractor.ts";
import { createWav2Vec2Extractor } from "./waveform-extractor.ts";
import { createWhisperExtractor } from "./whisper-extractor.ts";

/** @throws EarshotError `model-config-invalid` | `model-unsupported` */
export function createExtractor(type: string, preprocessorJson: unknown): Extractor {
  switch (type) {
    case "ASTFeatureExtractor":
      return createAstExtractor(preprocessorJson);
    case "Wav2Vec2FeatureExtractor":
      return createWav2Vec2Extractor(preprocessorJson);
    case "SeamlessM4TFeatureExtractor":
      return createSeamlessExtractor(preprocessorJson);
    case "WhisperFeatureExtractor":
      return createWhisperExtractor(preprocessorJson);
    default:
      throw new EarshotError("model-unsupported", `no extractor for ${type}`, { details: { extractor: type } });
  }
}
