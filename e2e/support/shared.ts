/** Real sounds and checkpoints beside the checkout: not part of the project, needed by some tests. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

export const SHARED = path.resolve("..", "shared");
export const hasShared = existsSync(path.join(SHARED, "README.md"));

/** In CI a missing folder is a failure, elsewhere a skip. */
export const mayRunWithShared = hasShared || Boolean(process.env.CI);
export const SHARED_REASON = "needs the folder ../shared";

export const TINY_MODELS = path.join(SHARED, "hub/models/tiny");

/** Names of the tiny checkpoints that come with ONNX weights. */
export function tinyOnnxModels(): string[] {
  if (!hasShared) return [];
  return readdirSync(TINY_MODELS).filter((name) => existsSync(path.join(TINY_MODELS, name, "onnx/model.onnx")));
}

/** Mono samples of a 16-bit PCM WAV of `hub/inputs`. */
export function readInputWav(name: string): number[] {
  const bytes = readFileSync(path.join(SHARED, "hub/inputs", `${name}.wav`));
  const data = bytes.indexOf("data", 12, "latin1");
  const length = bytes.readUInt32LE(data + 4);
  const start = data + 8;
  return Array.from({ length: length / 2 }, (_, i) => bytes.readInt16LE(start + 2 * i) / 32_768);
}

export interface ExpectedScores {
  readonly logits: number[];
  readonly softmax?: { label: string; score: number }[];
  readonly sigmoid?: { label: string; score: number }[];
}

export function readExpected(file: string): Record<string, ExpectedScores> {
  return JSON.parse(readFileSync(file, "utf8"));
}
