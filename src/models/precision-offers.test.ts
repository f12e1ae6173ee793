import { describe, expect, it } from "vitest";
import { offerOf, precisionOffers, precisionOfName } from "./precision-offers.ts";
import type { RepoFile } from "./repo-files.ts";

const file = (path: string, bytes: number | null = 10): RepoFile => ({ path, bytes, sha256: null });
const offers = (...paths: string[]) =>
  precisionOffers(paths.map((path) => file(path))).map(({ precision, files }) => [precision, files.map((f) => f.path)]);

describe("precisionOffers", () => {
  it("knows the names of the Hub's exporters", () => {
    const names = ["model", "model_fp16", "model_quantized", "model_uint8", "model_q4", "model_q4f16", "model_bnb4"];
    expect(offers(...names.map((name) => `onnx/${name}.onnx`)).map(([precision]) => precision)).toEqual([
      "fp32",
      "fp16",
      "int8",
      "uint8",
      "q4",
      "q4f16",
      "bnb4",
    ]);
  });

  it.each([
    ["the root", ["model.onnx"], [["fp32", ["model.onnx"]]]],
    ["onnx/ rather than the root", ["model.onnx", "onnx/model.onnx"], [["fp32", ["onnx/model.onnx"]]]],
    ["model_int8 where there is no model_quantized", ["onnx/model_int8.onnx"], [["int8", ["onnx/model_int8.onnx"]]]],
    [
      "model_quantized rather than model_int8",
      ["onnx/model_int8.onnx", "onnx/model_quantized.onnx"],
      [["int8", ["onnx/model_quantized.onnx"]]],
    ],
    ["no optimised or other graph", ["onnx/model_optimized.onnx", "onnx/encoder_model.onnx", "a/onnx/model.onnx"], []],
    ["no weights of other kinds", ["model.safetensors", "pytorch_model.bin", "onnx/model.onnx_data"], []],
    [
      "external data in the order of their numbers, each with its own graph",
      [
        "onnx/model.onnx_data_10",
        "onnx/model.onnx_data_2",
        "onnx/model.onnx_data",
        "onnx/model.onnx",
        "onnx/model_fp16.onnx",
        "onnx/model_fp16.onnx_data",
        "onnx/model.onnx_data_x",
        "onnx/model.onnx_database",
      ],
      [
        ["fp32", ["onnx/model.onnx", "onnx/model.onnx_data", "onnx/model.onnx_data_2", "onnx/model.onnx_data_10"]],
        ["fp16", ["onnx/model_fp16.onnx", "onnx/model_fp16.onnx_data"]],
      ],
    ],
    [
      "the other spelling of external data",
      ["model.onnx", "model.onnx.data"],
      [["fp32", ["model.onnx", "model.onnx.data"]]],
    ],
  ])("takes %s", (_, paths, expected) => {
    expect(offers(...paths)).toEqual(expected);
  });

  it("adds sizes up, and keeps hashes", () => {
    const sha256 = "ab".repeat(32);
    const [offer] = precisionOffers([
      { path: "onnx/model.onnx", bytes: 1_500_000, sha256: null },
      { path: "onnx/model.onnx_data", bytes: 3_860_000_000, sha256 },
    ]);
    expect(offer?.totalBytes).toBe(3_861_500_000);
    expect(offer?.files[1]?.sha256).toBe(sha256);
  });

  it("offers nothing of unknown or no size: one honest total needs all of them", () => {
    expect(precisionOffers([file("onnx/model.onnx", 0)])).toEqual([]);
    expect(precisionOffers([file("onnx/model.onnx", null)])).toEqual([]);
    expect(precisionOffers([file("onnx/model.onnx"), file("onnx/model.onnx_data", null)])).toEqual([]);
  });

  it("gives one graph of any name, with its external data, where it is asked for", () => {
    const files = [file("mn10.onnx"), file("mn10.onnx.data"), file("other.onnx")];
    expect(offerOf(files, "mn10.onnx", "fp32")?.totalBytes).toBe(20);
    expect(offerOf(files, "nope.onnx", "fp32")).toBeNull();
  });
});

it.each([
  ["mn10.onnx", "fp32"],
  ["mn10_fp16.onnx", "fp16"],
  ["model.int8.onnx", "int8"],
  ["a/model_quantized.onnx", "int8"],
  ["model-q4f16.onnx", "q4f16"],
  ["q4.onnx", "fp32"],
  ["model_optimized.onnx", "fp32"],
])("the name %s says %s", (path, precision) => {
  expect(precisionOfName(path)).toBe(precision);
});
