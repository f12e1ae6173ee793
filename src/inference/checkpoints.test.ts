/**
 * Tiny checkpoints in Node against Python (`bench/reference/tiny_checkpoints.py`): architectures that ../shared has no ONNX of,
 * and one model in every precision that the Hub's exporters write.
 */
import { existsSync, readFileSync } from "node:fs";
import * as ort from "onnxruntime-web";
import { describe, expect, it } from "vitest";
import type { ModelFiles } from "../models/model-files.ts";
import type { Precision } from "../models/precision.ts";
import { goldenWaveform } from "../signal/golden-waveform.ts";
import { GOLDEN_TOLERANCE, largestError } from "./backend-trial.ts";
import { Classifier } from "./classifier.ts";
import { wrapRuntime } from "./wrap-runtime.ts";

ort.env.wasm.numThreads = 1;
const runtime = wrapRuntime(ort, "wasm");

const read = (name: string, file: string) => readFileSync(`e2e/taggers/checkpoints/${name}/${file}`);
const json = (name: string, file: string) => JSON.parse(read(name, file).toString());

function filesOf(name: string, file = "model.onnx", precision: Precision = "fp32"): ModelFiles {
  const external = `${file}_data`;
  const hasExternal = existsSync(`e2e/taggers/checkpoints/${name}/onnx/${external}`);
  return {
    id: `tiny/${name}`,
    source: "hub",
    config: json(name, "config.json"),
    preprocessor: json(name, "preprocessor_config.json"),
    tagger: null,
    precision,
    weights: new Blob([read(name, `onnx/${file}`)]),
    externalData: hasExternal ? [{ path: external, data: new Blob([read(name, `onnx/${external}`)]) }] : [],
    golden: null,
  };
}

async function logitsOf(files: ModelFiles, samples: number): Promise<Float32Array> {
  const classifier = await Classifier.create(files, runtime);
  const { logits } = await classifier.run(goldenWaveform(samples, classifier.info.sampleRateHz));
  await classifier.dispose();
  return logits;
}

describe.each(["wav2vec2-bert", "whisper"])("%s", (name) => {
  it("gives Python's logits, to 1e-4", async () => {
    for (const { samples, logits } of json(name, "expected.json")) {
      expect(largestError(await logitsOf(filesOf(name), samples), logits)).toBeLessThan(1e-4);
    }
  });
});

/** How far each may be from fp32 here, where every weight counts: in logits of -1 … 2.5. */
const PRECISIONS = [
  ["fp32", "model.onnx", 1e-4],
  ["fp16", "model_fp16.onnx", 2e-3],
  ["int8", "model_int8.onnx", 0.1],
  ["uint8", "model_uint8.onnx", 0.1],
  ["q4", "model_q4.onnx", 0.4],
  ["q4f16", "model_q4f16.onnx", 0.4],
  ["bnb4", "model_bnb4.onnx", 0.4],
] as const;

describe.each(PRECISIONS)("precision %s", (precision, file, tolerance) => {
  const [{ samples, logits, native }] = json("precisions", "expected.json");

  it(`gives the checkpoint's logits to ${tolerance}, and native onnxruntime's within the golden tolerance`, async () => {
    const ours = await logitsOf(filesOf("precisions", file, precision), samples);
    for (const [label, wanted] of logits.entries()) {
      expect(Math.abs((ours[label] ?? 9) - wanted)).toBeLessThan(tolerance);
    }
    expect(largestError(ours, native[file])).toBeLessThan(GOLDEN_TOLERANCE[precision]);
  });

  it("gives packs what it gives windows, to the last", async () => {
    const classifier = await Classifier.create(filesOf("precisions", file, precision), runtime);
    const sound = goldenWaveform(16_000 + 5 * 1_600, 16_000);
    const offsets = Int32Array.from({ length: 6 }, (_, index) => index * 1_600);
    for (let round = 0; round < 5; round++) {
      const pack = await classifier.runPack({ samples: sound, offsets, windowSamples: 16_000 });
      for (const [index, offset] of offsets.entries()) {
        const alone = await classifier.run(sound.subarray(offset, offset + 16_000));
        expect(largestError(pack.logits.subarray(index * 4, (index + 1) * 4), alone.logits)).toBeLessThan(1e-4);
      }
    }
    await classifier.dispose();
  });
});

it("external data that is missing is told as damage", async () => {
  const files = { ...filesOf("precisions"), externalData: [] };
  await expect(Classifier.create(files, runtime)).rejects.toMatchObject({ code: "model-corrupt" });
});

it("a checkpoint whose graph is another model's is refused when it is loaded", async () => {
  const whisper = filesOf("whisper");
  const other = { ...filesOf("precisions"), weights: whisper.weights };
  await expect(Classifier.create(other, runtime)).rejects.toMatchObject({ code: "model-unsupported" });
  const bert = { ...whisper, weights: filesOf("wav2vec2-bert").weights };
  await expect(Classifier.create(bert, runtime)).rejects.toMatchObject({ code: "model-config-invalid" });
});
