/** Graphs built over the checkpoints of ../shared/hub against Python's logits (`expected.json`). */
import { existsSync, readFileSync } from "node:fs";
import * as ort from "onnxruntime-web";
import { describe, expect, it } from "vitest";
import { type BuiltFolder, buildFolder } from "../models/architectures/testing/build-folder.ts";
import { Classifier } from "./classifier.ts";
import { readWav } from "./testing/read-wav.ts";
import { wrapRuntime } from "./wrap-runtime.ts";

ort.env.wasm.numThreads = 1;
const runtime = wrapRuntime(ort, "wasm");

const HUB = "../shared/hub";
const NAMES = [
  "data2vec-audio-command",
  "hubert-base-emotion",
  "hubert-large-genre",
  "hubert-large-genre-bf16",
  "hubert-large-genre-f16",
  "sew-command",
  "unispeech-command",
  "unispeech-sat-command",
  "wav2vec2-base-command",
  "wav2vec2-emotion-dense-outproj",
  "wav2vec2-emotion-dense-output",
  "wav2vec2-language-adapter",
  "wav2vec2-large-emotion",
  "wav2vec2-large-emotion-old-weight-norm",
  "wav2vec2-layer-norm-post",
  "wav2vec2-regression-arousal",
  "wavlm-base-command",
  "wavlm-large-emotion",
];

async function logitsOf(files: BuiltFolder): Promise<Map<string, Float32Array>> {
  const classifier = await Classifier.create(files, runtime);
  const logits = new Map<string, Float32Array>();
  for (const name of ["command", "sentence", "melody"]) {
    const samples = readWav(`${HUB}/inputs/${name}.wav`);
    logits.set(name, (await classifier.run(samples)).logits);
  }
  await classifier.dispose();
  return logits;
}

describe.skipIf(!existsSync(HUB) && !process.env.CI)("graphs built over checkpoints", () => {
  it.each(NAMES)("%s gives Python's logits, to 1e-4", async (name) => {
    const folder = `${HUB}/models/tiny/${name}`;
    const expected = JSON.parse(readFileSync(`${folder}/expected.json`, "utf8"));
    for (const [input, logits] of await logitsOf(await buildFolder(folder, "fp32"))) {
      for (const [label, wanted] of expected[input].logits.entries()) {
        expect(Math.abs((logits[label] ?? Number.NaN) - wanted)).toBeLessThan(1e-4);
      }
    }
  });
});
