/**
 * What `Save as ONNX` gives serves everybody: every tiny checkpoint, imported and saved as a folder, gives the same scores in
 * transformers.js' own pipeline where that knows the architecture, and the same logits in Python's onnxruntime. Here, what the
 * classifier gives is held to Python's transformers as well.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { env, pipeline } from "@huggingface/transformers";
import * as ort from "onnxruntime-web";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { pythonWithOnnx } from "../../e2e/support/python-onnx.ts";
import { importFolder } from "../library/testing/import-folder.ts";
import { onnxFolder } from "../models/onnx-folder.ts";
import { activate } from "../scores/activation.ts";
import { Classifier } from "./classifier.ts";
import type { OnnxRuntime, OnnxTensor } from "./runtime.ts";
import { readWav } from "./testing/read-wav.ts";
import { wrapRuntime } from "./wrap-runtime.ts";

vi.mock("@huggingface/transformers", async () => {
  const { transformersInNode } = await import("./testing/transformers-in-node.ts");
  return transformersInNode();
});

ort.env.wasm.numThreads = 1;
const runtime = wrapRuntime(ort, "wasm");

const HUB = "../shared/hub";
const TINY = path.join(HUB, "models/tiny");
const there = existsSync(TINY);
const NAMES = there ? readdirSync(TINY) : [];
const KNOWN = [
  "wav2vec2",
  "wav2vec2-bert",
  "unispeech",
  "unispeech-sat",
  "wavlm",
  "hubert",
  "audio-spectrogram-transformer",
];
const TOLERANCE = 1e-4;
const SAVED = mkdtempSync(path.join(tmpdir(), "earshot-saved-"));
const sound = () => readWav(`${HUB}/inputs/command.wav`);

interface Case {
  readonly name: string;
  readonly graph: string;
  readonly inputs: {
    readonly name: string;
    readonly type: "float32" | "int64";
    readonly dims: readonly number[];
    readonly file: string;
  }[];
  readonly logits: number[];
}
const cases: Case[] = [];

/** As it is, and everything that is fed to it is written down. */
function spied(fed: Record<string, OnnxTensor>): OnnxRuntime {
  return {
    ...runtime,
    async createSession(graph) {
      const session = await runtime.createSession(graph);
      return {
        ...session,
        run: (feeds) => {
          // The runtime may take the tensors' memory.
          for (const [name, tensor] of Object.entries(feeds)) fed[name] = copyOf(tensor);
          return session.run(feeds);
        },
      };
    },
  };
}

function copyOf({ dims, data }: OnnxTensor): OnnxTensor {
  const copy = data instanceof Float32Array || data instanceof BigInt64Array ? data.slice() : data;
  return { dims: [...dims], data: copy, dispose: () => {} };
}

beforeAll(() => {
  env.allowRemoteModels = false;
  env.allowLocalModels = true;
  env.useBrowserCache = false;
  env.useWasmCache = false;
  env.localModelPath = "/local/";
  env.fetch = async (input: string | URL | Request) => {
    const url = String(input instanceof Request ? input.url : input);
    const file = path.join(SAVED, url.replace(/^\/local\//, ""));
    return existsSync(file) ? new Response(new Uint8Array(readFileSync(file))) : new Response(null, { status: 404 });
  };
});

async function save(name: string) {
  const { row, files } = await importFolder(path.join(TINY, name));
  const origin = { baseModel: `tiny/${name}`, commit: null, files: row.madeFrom?.files ?? [], licence: null };
  for (const { path: file, content } of onnxFolder(files, row.graph, origin)) {
    const target = path.join(SAVED, name, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, new Uint8Array(await content.arrayBuffer()));
  }
  return { row, files };
}

describe.skipIf(!there && !process.env.CI)("a checkpoint that was imported and saved as ONNX", () => {
  it.each(NAMES)("%s gives Python's scores here and in transformers.js", { timeout: 120_000 }, async (name) => {
    const { row, files } = await save(name);
    expect([row.precision, row.madeFrom?.files.length]).toEqual(["fp32", name.endsWith("sharded") ? 3 : 1]);
    const fed: Record<string, OnnxTensor> = {};
    const classifier = await Classifier.create(files, spied(fed));
    const { logits } = await classifier.run(sound());
    await classifier.dispose();
    const expected = JSON.parse(readFileSync(path.join(TINY, name, "expected.json"), "utf8")).command;
    const scores = activate(logits, "softmax");
    const { labels } = classifier.info;
    expect(expected.softmax.length).toBe(labels.length);
    for (const { label, score } of expected.softmax) {
      expect(Math.abs((scores[labels.indexOf(label)] ?? 9) - score), label).toBeLessThan(TOLERANCE);
    }
    const inputs = Object.entries(fed).map(([input, { dims, data }]) => {
      const file = path.join(SAVED, name, `${input}.bin`);
      if (!(data instanceof Float32Array || data instanceof BigInt64Array))
        throw new TypeError(`${input} is of no known type`);
      writeFileSync(file, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
      return { name: input, type: data instanceof Float32Array ? "float32" : "int64", dims, file } as const;
    });
    cases.push({ name, graph: path.join(SAVED, name, row.graph), inputs, logits: [...logits] });

    if (!KNOWN.includes(row.architecture)) return;
    const theirs = await pipeline("audio-classification", name, { device: "auto", dtype: "fp32" });
    const answer = (await theirs(sound(), { top_k: labels.length })).flat();
    expect(answer.length).toBe(labels.length);
    for (const { label, score } of answer) {
      expect(Math.abs((scores[labels.indexOf(label)] ?? 9) - score), label).toBeLessThan(TOLERANCE);
    }
    await theirs.dispose();
  });

  it("says of itself what it is", async () => {
    const card = readFileSync(path.join(SAVED, NAMES[0] ?? "", "README.md"), "utf8");
    expect(card).toMatch(/^---\nbase_model: tiny\//);
    expect(card).toContain("pipeline_tag: audio-classification");
    expect(card).toContain("the base model states none");
  });

  it("runs in Python's onnxruntime with the same logits", { timeout: 400_000 }, (context) => {
    const python = pythonWithOnnx();
    if (python === null) return context.skip("there is no Python");
    expect(cases.length).toBe(NAMES.length);
    const list = path.join(SAVED, "cases.json");
    writeFileSync(list, JSON.stringify(cases));
    const output = execFileSync(python, ["bench/reference/run_saved_onnx.py", list], { encoding: "utf8" });
    const errors: Record<string, number> = JSON.parse(output);
    expect(Object.keys(errors).sort()).toEqual([...NAMES].sort());
    for (const [name, error] of Object.entries(errors)) expect(error, name).toBeLessThan(TOLERANCE);
  });
});
