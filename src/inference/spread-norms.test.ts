import * as ort from "onnxruntime-web";
import { expect, it } from "vitest";
import { type OnnxModel, type OnnxNode, writeOnnx } from "../models/graph/onnx-model.ts";
import { readOnnx } from "../models/graph/read-onnx.ts";
import { spreadNorms } from "../models/graph/spread-norms.ts";

ort.env.wasm.numThreads = 1;
const CHANNELS = 3;
const SCALE = [1.5, -0.5, 2];
const BIAS = [0.1, 0, -3];

const floats = (values: readonly number[]) => new Uint8Array(Float32Array.from(values).buffer);

function model(dims: readonly (number | string)[], nodes: readonly OnnxNode[]): Uint8Array<ArrayBuffer> {
  const weights: OnnxModel["initializers"] = [
    { name: "scale", type: "float32", dims: [CHANNELS], data: floats(SCALE) },
    { name: "bias", type: "float32", dims: [CHANNELS], data: floats(BIAS) },
  ];
  const [input, output] = ["x", "y"].map((name) => ({ name, type: "float32" as const, dims }));
  if (!input || !output) throw new Error("no values");
  return writeOnnx({
    producer: "test",
    opsets: { "": 17 },
    inputs: [input],
    outputs: [output],
    initializers: weights,
    nodes,
  });
}

const norm = (from: string, to: string, attributes: OnnxNode["attributes"]): OnnxNode => ({
  op: "InstanceNormalization",
  domain: "",
  inputs: [from, "scale", "bias"],
  outputs: [to],
  attributes,
});
const plain = (op: string, from: string, to: string): OnnxNode => ({
  op,
  domain: "",
  inputs: [from],
  outputs: [to],
  attributes: {},
});

/** In float64: onnxruntime's own loses a digit over hundreds of numbers. */
function normed(
  x: readonly number[],
  [sounds = 1, channels = 1, ...inner]: readonly number[],
  epsilon: number,
): number[] {
  const size = inner.reduce((product, dim) => product * dim, 1);
  return Array.from({ length: sounds * channels }, (_, row) => {
    const values = x.slice(row * size, (row + 1) * size);
    const mean = values.reduce((sum, value) => sum + value, 0) / size;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / size;
    const factor = (SCALE[row % channels] ?? 0) / Math.sqrt(variance + epsilon);
    return values.map((value) => (value - mean) * factor + (BIAS[row % channels] ?? 0));
  }).flat();
}

it.each([
  ["a sound's channels", [1, CHANNELS, 501]],
  ["several sounds'", [2, CHANNELS, 64]],
  ["pictures'", [2, CHANNELS, 9, 11]],
])("writes norms over %s out", async (_, dims) => {
  const file = model(dims.map(String), [
    plain("Neg", "x", "a"),
    norm("a", "b", { epsilon: 1e-3 }),
    plain("Relu", "b", "c"),
    norm("c", "y", {}),
  ]);
  const spread = new Uint8Array(await (await spreadNorms(new Blob([file]))).arrayBuffer());
  const ops = readOnnx(spread).nodes.map(({ op }) => op);
  expect(ops).not.toContain("InstanceNormalization");
  expect(ops.filter((op) => op === "GlobalAveragePool")).toHaveLength(4);
  const size = dims.reduce((product, dim) => product * dim, 1);
  const x = Float32Array.from({ length: size }, (_, at) => Math.sin(at * at) + 0.3 * (at % 7));
  const session = await ort.InferenceSession.create(spread);
  const { y } = await session.run({ x: new ort.Tensor("float32", x, dims) });
  const negative = Array.from(x, (value) => -value);
  const first = normed(negative, dims, 1e-3).map((value) => Math.max(0, value));
  const wanted = normed(first, dims, 1e-5);
  const got = y?.data as Float32Array;
  expect(got).toHaveLength(size);
  expect(got.reduce((most, value, at) => Math.max(most, Math.abs(value - (wanted[at] ?? 9))), 0)).toBeLessThan(1e-5);
});

it.each([
  ["no such node", new Blob([model(["n", CHANNELS, 4], [plain("Neg", "x", "y")])])],
  ["no bytes", new Blob()],
  ["bytes that are no model", new Blob([Uint8Array.of(58, 255, 255, 1, 2, 3)])],
  ["a model that was cut off", new Blob([model(["n", CHANNELS, 4], [norm("x", "y", {})]).slice(0, 40)])],
])("gives back a file with %s as it is", async (_, file) => {
  expect(await spreadNorms(file)).toBe(file);
});
