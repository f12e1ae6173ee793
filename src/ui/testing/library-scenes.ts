/** Scenes of the Models screen: stored models, downloads in every phase, a checked model, refusals. Development only. */
import type { DownloadState, StoredModel } from "../../library/protocol.ts";
import type { PrecisionOffer } from "../../models/precision.ts";
import type { Preflight } from "../../models/preflight.ts";
import type { LibraryState } from "../../session/library-state.ts";
import type { EarshotState } from "../../session/state.ts";
import { READY, SCENES } from "./scenes.ts";

const DAY_MS = 86_400_000;

const offer = (precision: PrecisionOffer["precision"], megabytes: number): PrecisionOffer => ({
  precision,
  files: [{ path: `onnx/model_${precision}.onnx`, bytes: megabytes * 1e6, sha256: null }],
  totalBytes: megabytes * 1e6,
  making: null,
});

export const PREFLIGHT: Preflight = {
  id: "Xenova/ast-finetuned-audioset-10-10-0.4593",
  name: "Xenova/ast-finetuned-audioset-10-10-0.4593",
  revision: "main",
  commit: "a".repeat(40),
  architecture: "audio-spectrogram-transformer",
  numLabels: 527,
  someLabels: ["Speech", "Male speech, man speaking", "Child speech, kid speaking", "Dog", "Rain", "Siren"],
  sampleRateHz: 16_000,
  windowS: 10.24,
  windowIsFixed: true,
  activation: "sigmoid",
  licence: "bsd-3-clause",
  sideFiles: ["config.json", "preprocessor_config.json"],
  tagger: null,
  offers: [offer("int8", 90.8), offer("fp32", 347), offer("fp16", 174)],
  tooLarge: [],
  refusal: null,
  cautions: [
    { kind: "long-window", windowS: 10.24 },
    { kind: "slow-without-gpu", bytes: 90.8e6 },
  ],
};

function stored(id: string, precision: StoredModel["precision"], bytes: number, daysAgo: number): StoredModel {
  return {
    key: `${id} ${precision}`,
    id,
    source: id.startsWith("disk:") ? "disk" : "hub",
    precision,
    commit: null,
    architecture: "wav2vec2",
    numLabels: 35,
    sampleRateHz: 16_000,
    bytes,
    addedAtMs: Date.now() - daysAgo * DAY_MS,
    lastUsedAtMs: Date.now() - daysAgo * DAY_MS,
    place: "disk",
    madeFrom: null,
    measured: null,
    differsBy: null,
  };
}

const STORED: readonly StoredModel[] = [
  stored("MIT/ast-finetuned-audioset-10-10-0.4593", "int8", 90.8e6, 0),
  stored("MIT/ast-finetuned-audioset-10-10-0.4593", "fp32", 347e6, 3),
  stored("Xenova/wav2vec2-base-superb-ks", "int8", 95.9e6, 12),
  { ...stored("disk:bird-sounds of my garden", "fp32", 12.4e6, 40), place: "memory" },
];

const COMING: readonly DownloadState[] = [
  {
    key: "prithivMLmods/Common-Voice-Gender-Detection-ONNX int8",
    id: "prithivMLmods/Common-Voice-Gender-Detection-ONNX",
    precision: "int8",
    making: false,
    phase: "running",
    loadedBytes: 31.2e6,
    totalBytes: 95.4e6,
    bytesPerS: 4.1e6,
    leftS: 16,
    problem: null,
  },
  {
    key: "Xenova/mms-lid-126 int8",
    id: "Xenova/mms-lid-126",
    precision: "int8",
    making: false,
    phase: "paused",
    loadedBytes: 402e6,
    totalBytes: 974e6,
    bytesPerS: 0,
    leftS: null,
    problem: null,
  },
  {
    key: "owner/broken fp32",
    id: "owner/broken",
    precision: "fp32",
    making: false,
    phase: "failed",
    loadedBytes: 12e6,
    totalBytes: 44e6,
    bytesPerS: 0,
    leftS: null,
    problem: { code: "hub-stalled", message: "", transient: true, details: { id: "owner/broken" } },
  },
];

const STORAGE = { modelBytes: 546.1e6, usedBytes: 580e6, quotaBytes: 12.4e9, persisted: false };

function scene(change: Partial<LibraryState>, rest: Partial<EarshotState> = {}): EarshotState {
  const off = SCENES.off as EarshotState;
  return { ...off, ...rest, library: { ...off.library, storage: { ...STORAGE, modelBytes: 0 }, ...change } };
}

const first = STORED[0] as StoredModel;
const inUse = {
  engine: { ...READY, model: { ...READY.model, id: first.id, source: "hub", precision: "int8" } },
} as const;

export const LIBRARY_SCENES: Record<string, EarshotState> = {
  "library-empty": scene({}),
  library: scene({ stored: STORED, downloads: COMING, storage: STORAGE }, inUse),
  "library-check": scene({ stored: STORED, storage: STORAGE, check: { phase: "ready", preflight: PREFLIGHT } }),
  "library-checking": scene({ check: { phase: "checking", reference: PREFLIGHT.id } }),
  "library-refused": scene({
    check: {
      phase: "ready",
      preflight: {
        ...PREFLIGHT,
        id: "superb/hubert-large-superb-er",
        offers: [],
        cautions: [],
        refusal: { code: "model-no-onnx", details: { id: "superb/hubert-large-superb-er", has: "safetensors" } },
      },
    },
  }),
  "library-unreachable": scene({
    check: {
      phase: "failed",
      reference: "owner/private",
      problem: { code: "model-gated", details: { id: "owner/private", reason: "terms" } },
    },
    importing: {
      phase: "failed",
      name: "holiday-pictures",
      problem: { code: "folder-without-model", details: { reason: "no config.json" } },
    },
  }),
  "library-coming": scene(
    { downloads: COMING.slice(0, 1) },
    { coming: { modelId: COMING[0]?.id ?? "", step: "files", loadedBytes: 31.2e6, totalBytes: 95.4e6 } },
  ),
};
