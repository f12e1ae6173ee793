/** A model that can run, and changes to it. */
import { judgeModel } from "../judge-model.ts";
import type { MachineFacts } from "../preflight.ts";
import type { HubModel, ModelEvidence, SideFile } from "../repo-files.ts";
import { WAVEFORM_TAGGER } from "./waveform-tagger.ts";

export const MACHINE: MachineFacts = { freeBytes: 1e12, memoryGB: 8, webgpu: true };
export const ABSENT: SideFile = { state: "absent" };
export const parsed = (json: unknown): SideFile => ({ state: "parsed", json });
export const file = (path: string, bytes = 1000) => ({ path, bytes, sha256: null });

export const HUB: HubModel = {
  name: "owner/name",
  revision: "main",
  commit: "c".repeat(40),
  gated: false,
  disabled: false,
  pipelineTag: "audio-classification",
  libraryName: "transformers",
  licence: "apache-2.0",
  files: [file("config.json"), file("preprocessor_config.json"), file("onnx/model.onnx", 379e6)],
};
export const CONFIG = {
  model_type: "wav2vec2",
  architectures: ["Wav2Vec2ForSequenceClassification"],
  id2label: { 0: "angry", 1: "calm" },
};
export const WAV2VEC2 = { feature_extractor_type: "Wav2Vec2FeatureExtractor", sampling_rate: 16_000 };
export const GOOD: ModelEvidence = {
  hub: HUB,
  config: parsed(CONFIG),
  preprocessor: parsed(WAV2VEC2),
  tagger: ABSENT,
  checkpoint: { state: "absent" },
};

export const hub = (change: Partial<HubModel>): ModelEvidence => ({ ...GOOD, hub: { ...HUB, ...change } });
export const config = (change: object): ModelEvidence => ({ ...GOOD, config: parsed({ ...CONFIG, ...change }) });
export const preprocessor = (json: unknown): ModelEvidence => ({ ...GOOD, preprocessor: parsed(json) });
export const files = (...paths: string[]) => hub({ files: paths.map((path) => file(path)) });
export const refusal = (evidence: ModelEvidence) => judgeModel(evidence, MACHINE).refusal;

export const TAGGER = { ...WAVEFORM_TAGGER, architecture: "EfficientAT mn10", labels: ["Speech", "Music"] };
