/** Tiny taggers of each kind, described by `earshot.json`, in Node, against torch (`bench/reference/tiny_taggers.py`). */
import { readFileSync } from "node:fs";
import * as ort from "onnxruntime-web";
import { describe, expect, it } from "vitest";
import { type ModelFiles, PLAIN } from "../models/model-files.ts";
import { activate } from "../scores/activation.ts";
import { goldenWaveform } from "../signal/golden-waveform.ts";
import { largestError } from "./backend-trial.ts";
import { Classifier } from "./classifier.ts";
import { wrapRuntime } from "./wrap-runtime.ts";

ort.env.wasm.numThreads = 1;
const runtime = wrapRuntime(ort, "wasm");

const TAGGERS = ["waveform-scores", "waveform-frames", "decibel-mel-scores", "kaldi-mel-logits"];
/** Largest difference of a score from Python's. */
const TOLERANCE = 1e-4;

const read = (name: string, file: string) => readFileSync(`e2e/taggers/${name}/${file}`);
const json = (name: string, file: string) => JSON.parse(read(name, file).toString());

function filesOf(name: string, changes: object = {}): ModelFiles {
  const tagger = { ...json(name, "earshot.json"), ...changes };
  const weights = new Blob([read(name, "model.onnx")]);
  return {
    id: `disk:${name}`,
    source: "disk",
    ...PLAIN,
    config: null,
    preprocessor: null,
    tagger,
    weights,
    golden: null,
  };
}

describe.each(TAGGERS)("%s", (name) => {
  it("gives Python's scores, to 1e-4", async () => {
    const { samples, scores } = json(name, "expected.json");
    const classifier = await Classifier.create(filesOf(name), runtime);
    const { sampleRateHz, windowSamples, activation, labels } = classifier.info;
    expect(windowSamples).toBe(samples);
    const { logits } = await classifier.run(goldenWaveform(samples, sampleRateHz));
    const ours = activate(logits, activation);
    expect(ours.length).toBe(labels.length);
    for (const [label, score] of scores.entries()) expect(Math.abs((ours[label] ?? 9) - score)).toBeLessThan(TOLERANCE);
    await classifier.dispose();
  });

  it("gives a pack the logits of its windows, also once batches were measured", async () => {
    const classifier = await Classifier.create(filesOf(name), runtime);
    const { sampleRateHz, windowSamples } = classifier.info;
    const hop = Math.round(sampleRateHz / 10);
    const samples = goldenWaveform(windowSamples + 5 * hop, sampleRateHz);
    const offsets = Int32Array.from({ length: 6 }, (_, index) => index * hop);
    for (let round = 0; round < 5; round++) {
      const { logits } = await classifier.runPack({ samples, offsets, windowSamples });
      for (const [index, offset] of offsets.entries()) {
        const alone = await classifier.run(samples.slice(offset, offset + windowSamples));
        expect(largestError(logits.subarray(index * 5, (index + 1) * 5), alone.logits)).toBeLessThan(1e-4);
      }
    }
    await classifier.dispose();
  });

  it("takes silence and overdriven sound", async () => {
    const classifier = await Classifier.create(filesOf(name), runtime);
    for (const level of [0, 4]) {
      const { logits } = await classifier.run(new Float32Array(classifier.info.windowSamples).fill(level));
      expect(logits.every(Number.isFinite)).toBe(true);
    }
    await classifier.dispose();
  });
});

it("a free window may be of another length, a fixed one is cut or filled up", async () => {
  const free = await Classifier.create(filesOf("decibel-mel-scores"), runtime);
  expect((await free.run(goldenWaveform(20_000, 16_000))).logits.length).toBe(5);
  const fixed = await Classifier.create(filesOf("kaldi-mel-logits"), runtime);
  expect(fixed.info.windowIsFixed).toBe(true);
  const whole = goldenWaveform(20_000, 16_000);
  const cut = await fixed.run(whole);
  expect(cut.logits).toEqual((await fixed.run(whole.slice(0, 16_000))).logits);
  const short = whole.slice(0, 9_000);
  const filled = new Float32Array(16_000);
  filled.set(short);
  expect((await fixed.run(short)).logits).toEqual((await fixed.run(filled)).logits);
});

describe("a description that does not fit its graph is refused at once", () => {
  const input = (name: string) => json(name, "earshot.json").input;
  it.each([
    ["another input", "waveform-scores", { input: { ...input("waveform-scores"), name: "wave" } }, "model-unsupported"],
    ["another output", "waveform-scores", { output: "logits" }, "model-unsupported"],
    [
      "a batch where there is none",
      "waveform-frames",
      { input: { ...input("waveform-frames"), dims: "batch,samples" } },
      "model-config-invalid",
    ],
    [
      "other mels",
      "decibel-mel-scores",
      { input: { ...input("decibel-mel-scores"), mels: 80 } },
      "model-config-invalid",
    ],
    [
      "frames and mels exchanged",
      "kaldi-mel-logits",
      { input: { ...input("kaldi-mel-logits"), dims: "batch,1,mels,frames" } },
      "model-config-invalid",
    ],
    ["a window of another length", "kaldi-mel-logits", { windowS: 2 }, "model-config-invalid"],
  ])("%s", async (_, name, changes, code) => {
    await expect(Classifier.create(filesOf(name, changes), runtime)).rejects.toMatchObject({ code });
  });

  it("labels that are not as many", async () => {
    for (const name of TAGGERS) {
      const classifier = await Classifier.create(filesOf(name, { labels: ["only"] }), runtime);
      const samples = new Float32Array(classifier.info.windowSamples);
      await expect(classifier.run(samples)).rejects.toMatchObject({ code: "model-config-invalid" });
      await classifier.dispose();
    }
  });
});
