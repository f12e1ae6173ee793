/**
 * Waveform → the model's input tensors. One entry for each `feature_extractor_type`: to support another, add it here.
 * Extractors are ours where they are faster and equal (AST, wav2vec2), transformers.js' where those are right.
 */
import { EarshotError } from "../../errors/earshot-error.ts";
import { createAstExtractor } from "./ast-extractor.ts";
import type { Extractor } from "./feature-tensor.ts";
import { createTransformersExtractor } from "./transformers-extractor.ts";
import { createWav2Vec2Extractor } from "./waveform-extractor.ts";

/** @throws EarshotError `model-config-invalid` | `model-unsupported` */
export async function createExtractor(type: string, preprocessorJson: unknown): Promise<Extractor> {
  switch (type) {
    case "ASTFeatureExtractor":
      return createAstExtractor(preprocessorJson);
    case "Wav2Vec2FeatureExtractor":
      return createWav2Vec2Extractor(preprocessorJson);
    case "SeamlessM4TFeatureExtractor":
    case "WhisperFeatureExtractor":
      return createTransformersExtractor(type, preprocessorJson);
    default:
      throw new EarshotError("model-unsupported", `no extractor for ${type}`, { details: { extractor: type } });
  }
}
