/**
 * Graphs built over checkpoints against Python's logits (`expected.json`): those of ../shared/hub, and those of odd sizes and
 * rare variants that `bench/reference/odd_checkpoints.py` makes.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import * as ort from "onnxruntime-web";
import { describe, expect, it } from "vitest";
import { buildsHere } from "../models/architectures/architectures.ts";
import { type BuiltFolder, buildFolder } from "../models/architectures/testing/build-folder.ts";
import { plainAttention } from "../models/graph/plain-attention.ts";
import { activate } from "../scores/activation.ts";
import { goldenWaveform } from "../signal/golden-waveform.ts";
import { largestError } from "./backend-trial.ts";
import { Classifier } from "./classifier.ts";
import { readWav } from "./testing/read-wav.ts";
import { wrapRuntime } from "./wrap-runtime.ts";

ort.env.wasm.numThreads = 1;
const runtime = wrapRuntime(ort, "wasm");

const HUB = "../shared/hub";
const TINY = `${HUB}/models/tiny`;
const ODD = "e2e/checkpoints";
const json = (path: string) => JSON.parse(readFileSync(path, "utf8"));
const named = (folder: string) =>
  existsSync(folder)
    ? readdirSync(folder).filter((name) => buildsHere(json(`${folder}/${name}/config.json`).model_type))
    : [];

/** Each input with the logits that Python gives. */
function answersOf(folder: string): [Float32Array, number[]][] {
  const expected = json(`${folder}/expected.json`);
  return Array.isArray(expected)
    ? expected.map(({ samples, logits }) => [goldenWaveform(samples, 16_000), logits])
    : Object.entries<{ logits: number[] }>(expected).map(([input, { logits }]) => [
        readWav(`${HUB}/inputs/${input}.wav`),
        logits,
      ]);
}

const farthest = (ours: ArrayLike<number>, right: Float32Array) =>
  Math.max(...right.map((value, at) => Math.abs(value - (ours[at] ?? Number.NaN))));

/** Largest difference from Python's, of the logits and of the scores; of a regression's, which have no bound, as of backends. */
async function differences(folder: string, files: BuiltFolder): Promise<{ logits: number; scores: number }> {
  const classifier = await Classifier.create(files, runtime);
  const { activation } = classifier.info;
  let most = { logits: 0, scores: 0 };
  for (const [samples, wanted] of answersOf(folder)) {
    const { logits } = await classifier.run(samples);
    expect(logits).toHaveLength(wanted.length);
    const scores = activate(logits, activation);
    const right = activate(Float32Array.from(wanted), activation);
    most = {
      logits: Math.max(most.logits, farthest(logits, Float32Array.from(wanted))),
      scores: Math.max(most.scores, activation === "none" ? largestError(scores, right) : farthest(scores, right)),
    };
  }
  await classifier.dispose();
  return most;
}

describe.skipIf(!existsSync(TINY) && !process.env.CI)(
  "graphs built over the Hub's checkpoints",
  { timeout: 30_000 },
  () => {
    it.each(named(TINY))("%s gives Python's logits, to 1e-4", async (name) => {
      const { logits } = await differences(`${TINY}/${name}`, await buildFolder(`${TINY}/${name}`, "fp32"));
      expect(logits).toBeLessThan(1e-4);
    });

    /** Of the scores. q4 is for large models: of these tiny ones it leaves little. */
    const PRECISIONS = [
      ["fp16", 5e-3],
      ["int8", 0.05],
      ["q8", 0.05],
    ] as const;
    const cases = named(TINY).flatMap((name) =>
      PRECISIONS.map(([precision, most]) => [name, precision, most] as const),
    );
    it.each(cases)("%s as %s gives Python's scores, to %d", async (name, precision, most) => {
      const { scores } = await differences(`${TINY}/${name}`, await buildFolder(`${TINY}/${name}`, precision));
      expect(scores).toBeLessThan(most);
    });
  },
);

describe("graphs built over checkpoints of odd sizes and rare variants", { timeout: 30_000 }, () => {
  it.each(named(ODD))("%s gives Python's logits, to 1e-4", async (name) => {
    const { logits } = await differences(`${ODD}/${name}`, await buildFolder(`${ODD}/${name}`, "fp32"));
    expect(logits).toBeLessThan(1e-4);
  });
});

/** As on WebGPU, here on WASM: `e2e/checkpoints.spec.ts` runs them there. */
describe("graphs with their attention in plain operators", { timeout: 30_000 }, () => {
  const plain = async (files: BuiltFolder): Promise<BuiltFolder> => {
    // Field 4 of a node, its operator: values are named by it as well.
    const fused = '"\x12MultiHeadAttention';
    expect(await files.weights.text()).toContain(fused);
    const bytes = plainAttention(new Uint8Array(await files.weights.arrayBuffer()));
    expect(new TextDecoder().decode(bytes)).not.toContain(fused);
    return { ...files, weights: new Blob([bytes]) };
  };
  it.each(named(ODD))("%s gives Python's logits, to 1e-4", async (name) => {
    const files = await buildFolder(`${ODD}/${name}`, "fp32");
    const { logits } = await differences(`${ODD}/${name}`, await plain(files));
    expect(logits).toBeLessThan(1e-4);
  });

  it("a file that is no graph is left to the runtime", () => {
    const broken = Uint8Array.of(0x3a, 0x7f, 1, 2);
    expect(plainAttention(broken)).toEqual(broken);
  });
});
