/** Entry of the npm package `earshot`: the Hub's audio-classification task in a page, and what its types and errors are. */
export { ApiError } from "../api/api-error.ts";
export type { AudioClassificationParameters } from "../api/contract.ts";
export { EarshotError, type ErrorCode, type ErrorDetails } from "../errors/earshot-error.ts";
export type { EngineEvent } from "../inference/engine-event.ts";
export { audioClassification } from "./audio-classification.ts";
export { createClassifier } from "./create-classifier.ts";
export type {
  AssetOptions,
  AudioClassificationArgs,
  AudioClassificationOutput,
  AudioClassificationOutputElement,
  CallOptions,
  Classifier,
  ClassifierOptions,
  Hearing,
  ModelProgress,
} from "./types.ts";
