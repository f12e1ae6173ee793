import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { labelFileOf, readTagger, resolveTagger } from "./tagger-schema.ts";

const WAVEFORM = {
  model: "tagger.onnx",
  input: { kind: "waveform", name: "samples", dims: "batch,samples" },
  output: "scores",
  outputIs: "scores",
  activation: "sigmoid",
  sampleRateHz: 32_000,
  windowS: 10,
  windowIsFixed: false,
  labels: ["a", "b"],
};
const MEL = {
  kind: "log-mel",
  name: "feats",
  dims: "batch,mels,frames",
  fftSamples: 512,
  frameSamples: 512,
  hopSamples: 160,
  centred: false,
  mels: 64,
  minHz: 0,
  maxHz: 8_000,
  melScale: "htk",
  melNorm: "none",
  window: "hann-periodic",
  power: 2,
  scale: { kind: "db", offset: 1e-10, topDb: 120 },
};
const LOG_MEL = { ...WAVEFORM, sampleRateHz: 16_000, input: MEL };
const invalid = expect.objectContaining({ code: "model-config-invalid" });

describe("readTagger", () => {
  it("reads a waveform tagger as it stands", () => {
    expect(readTagger(WAVEFORM)).toEqual(WAVEFORM);
  });

  it("fills in what a log-mel need not say: no pre-emphasis, no normalising", () => {
    expect(readTagger(LOG_MEL).input).toEqual({ ...MEL, preEmphasis: 0, mean: 0, std: 1 });
  });

  it.each([
    ["nothing", null],
    ["a list", []],
    ["a misspelt key", { ...WAVEFORM, sampleRate: 16_000 }],
    ["a misspelt key of its input", { ...LOG_MEL, input: { ...MEL, preemphasis: 0.97 } }],
    ["a rate of text", { ...WAVEFORM, sampleRateHz: "32000" }],
    ["a rate of a gigahertz", { ...WAVEFORM, sampleRateHz: 1e9 }],
    ["an endless window", { ...WAVEFORM, windowS: 1e6 }],
    ["no window", { ...WAVEFORM, windowS: 0 }],
    ["an unknown input", { ...WAVEFORM, input: { kind: "mfcc", name: "x" } }],
    ["an unknown activation", { ...WAVEFORM, activation: "tanh" }],
    ["no labels", { ...WAVEFORM, labels: [] }],
    ["too many labels", { ...WAVEFORM, labels: Array(20_001).fill("x") }],
    ["labels that are no text", { ...WAVEFORM, labels: [1] }],
    ["a way out of its folder", { ...WAVEFORM, model: "../other/model.onnx" }],
    ["an absolute path", { ...WAVEFORM, model: "/model.onnx" }],
    ["an address for a path", { ...WAVEFORM, model: "https://evil.example/model.onnx" }],
    ["a backslash", { ...WAVEFORM, model: "a\\model.onnx" }],
    ["weights of another kind", { ...WAVEFORM, model: "model.pkl" }],
    ["labels from out of its folder", { ...WAVEFORM, labels: "../labels.txt" }],
    ["frames longer than the spectrum", { ...LOG_MEL, input: { ...MEL, frameSamples: 1_024 } }],
    ["frames that skip sound", { ...LOG_MEL, input: { ...MEL, hopSamples: 1_024 } }],
    ["frames longer than the window", { ...LOG_MEL, windowS: 0.01 }],
    ["bands above half the rate", { ...LOG_MEL, input: { ...MEL, maxHz: 9_000 } }],
    ["bands upside down", { ...LOG_MEL, input: { ...MEL, minHz: 8_000 } }],
    ["more bands than lines", { ...LOG_MEL, input: { ...MEL, mels: 300 } }],
    ["features of gigabytes", { ...LOG_MEL, windowS: 60, input: { ...MEL, hopSamples: 1, mels: 256 } }],
    ["a division by zero", { ...LOG_MEL, input: { ...MEL, std: 0 } }],
    ["a power of three", { ...LOG_MEL, input: { ...MEL, power: 3 } }],
  ])("refuses %s", (_, json) => {
    expect(() => readTagger(json)).toThrow(invalid);
  });
});

describe("labels in a file of their own", () => {
  const withFile = (labels: string) => ({ ...WAVEFORM, labels });

  it("says which file to read, or none", () => {
    expect(labelFileOf(withFile("labels.txt"))).toBe("labels.txt");
    expect(labelFileOf(WAVEFORM)).toBeNull();
  });

  it.each([
    ["labels.txt", "Speech\nMale singing\n", ["Speech", "Male singing"]],
    ["labels.txt", "\uFEFFSpeech\r\nMusic\r\n\r\n", ["Speech", "Music"]],
    ["labels.txt", "a\n\nc", ["a", "", "c"]],
    [
      "class_labels_indices.csv",
      'index,mid,display_name\n0,/m/09x0r,"Speech"\n1,/m/05zppz,"Male speech, man speaking"\n',
      ["Speech", "Male speech, man speaking"],
    ],
    ["map.CSV", "index,mid,display_name\n1,/b,second\n0,/a,first\n", ["first", "second"]],
    ["plain.csv", "label\none\ntwo\n", ["one", "two"]],
  ])("reads %s", (file, text, labels) => {
    expect(resolveTagger(withFile(file), text).labels).toEqual(labels);
  });

  it.each([
    ["an empty file", "labels.txt", ""],
    ["a file that is not there", "labels.txt", null],
    ["a CSV with no name", "labels.csv", "index,mid\n0,/m/x\n"],
    ["a CSV with a hole", "labels.csv", "index,display_name\n0,a\n2,c\n"],
    ["a CSV with an index twice", "labels.csv", "index,display_name\n0,a\n0,b\n"],
    ["too many lines", "labels.txt", "x\n".repeat(20_001)],
    ["a line as long as a book", "labels.txt", "x".repeat(1_001)],
  ])("refuses %s", (_, file, text) => {
    expect(() => resolveTagger(withFile(file), text)).toThrow(invalid);
  });
});

it("the examples of docs/earshot-json.md pass", () => {
  const examples = [...readFileSync("docs/earshot-json.md", "utf8").matchAll(/```json\n(.*?)```/gs)];
  const kinds = examples.map(([, json = ""]) => resolveTagger(JSON.parse(json), "index,display_name\n0,a").input.kind);
  expect(kinds).toEqual(["waveform", "log-mel"]);
});
