/** Tiny repositories for the loopback Hub, written to a folder: a checkpoint's JSON and weights of any size, by a seed. */
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

const CONFIG = {
  model_type: "wav2vec2",
  architectures: ["Wav2Vec2ForSequenceClassification"],
  id2label: { 0: "yes", 1: "no" },
};
const PREPROCESSOR = { feature_extractor_type: "Wav2Vec2FeatureExtractor", sampling_rate: 16_000, do_normalize: true };

/** Bytes that look like nothing, always the same for a seed. @param {number} seed @param {number} count */
export function noiseBytes(seed, count) {
  const bytes = Buffer.alloc(count);
  let state = (seed * 2654435761 + 1) >>> 0;
  for (let at = 0; at < count; at++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[at] = state >>> 24;
  }
  return bytes;
}

/** @param {Uint8Array} bytes */
export const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

/**
 * @param {string} folder made where it is not there
 * @param {Record<string, Uint8Array>} weights path → content @param {object} [config] added to a working one
 */
export function writeRepo(folder, weights, config = {}) {
  const files = {
    "config.json": Buffer.from(JSON.stringify({ ...CONFIG, ...config })),
    "preprocessor_config.json": Buffer.from(JSON.stringify(PREPROCESSOR)),
    ...weights,
  };
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), content);
  }
  return folder;
}
