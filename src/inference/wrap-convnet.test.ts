import { readFileSync } from "node:fs";
import * as ort from "onnxruntime-web";
import { describe, expect, it } from "vitest";
import { EarshotError } from "../errors/earshot-error.ts";
import { writeOnnx } from "../models/graph/onnx-model.ts";
import type { OnnxSession, OnnxTensor } from "./runtime.ts";
import { wrapConvnet } from "./wrap-convnet.ts";
import { wrapRuntime } from "./wrap-runtime.ts";

const MODELS = [
  "public/models/everyday-sounds",
  "public/models/spoken-digits",
  "e2e/models/everyday-sounds-without-fold-1",
];
const convnet = wrapConvnet();
const onnxruntime = wrapRuntime(ort, "wasm");

const graphOf = (bytes: Uint8Array) => ({ bytes, externalData: [], precision: "fp32" }) as const;
const fileOf = (folder: string) => new Uint8Array(readFileSync(`${folder}/onnx/model.onnx`));

/** The same numbers each time, between -2 and 2. */
function noise(length: number): Float32Array {
  let seed = 1;
  return Float32Array.from({ length }, () => {
    seed = (seed * 48271) % 2147483647;
    return (seed / 2147483647) * 4 - 2;
  });
}

function worst(a: Float32Array, b: Float32Array): number {
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] ?? Number.NaN))), 0);
}

const valuesOf = (tensor: OnnxTensor | undefined) => (tensor?.data ?? new Float32Array()) as Float32Array;

async function run(session: OnnxSession, features: Float32Array, dims: readonly number[]) {
  const [input] = session.inputs;
  const outputs = await session.run({ [input?.name ?? ""]: convnet.createTensor("float32", features, dims) });
  return session.outputNames.map((name) => outputs[name]);
}

describe("a model of ours on our own kernels", () => {
  it.each(MODELS)("%s has onnxruntime's numbers, one window at a time and in batches", async (folder) => {
    const ours = await convnet.createSession(graphOf(fileOf(folder)));
    const theirs = await onnxruntime.createSession(graphOf(fileOf(folder)));
    expect(ours.inputs).toEqual(theirs.inputs);
    expect(ours.outputNames).toEqual(theirs.outputNames);
    const frames = ours.inputs[0]?.dims[1] ?? 0;
    const mels = ours.inputs[0]?.dims[2] ?? 0;
    const windows = 3;
    const features = noise(windows * frames * mels);
    const batch = await run(ours, features, [windows, frames, mels]);
    for (let window = 0; window < windows; window++) {
      const own = features.subarray(window * frames * mels, (window + 1) * frames * mels);
      const input = onnxruntime.createTensor("float32", own, [1, frames, mels]);
      const expected = await theirs.run({ [theirs.inputs[0]?.name ?? ""]: input });
      const single = await run(ours, own, [1, frames, mels]);
      for (const [at, name] of ours.outputNames.entries()) {
        const wanted = valuesOf(expected[name]);
        const got = valuesOf(single[at]);
        expect(single[at]?.dims).toEqual(expected[name]?.dims);
        expect(worst(got, wanted)).toBeLessThan(2e-5);
        const size = wanted.length;
        expect(valuesOf(batch[at]).slice(window * size, (window + 1) * size)).toEqual(got);
      }
    }
    await theirs.release();
  });

  it("numbers that are none come out as none, and the next window is right again", async () => {
    const session = await convnet.createSession(graphOf(fileOf("public/models/everyday-sounds")));
    const features = noise(198 * 64);
    const before = await run(session, features, [1, 198, 64]);
    const damaged = await run(
      session,
      features.map((value, i) => (i === 5000 ? Number.NaN : value)),
      [1, 198, 64],
    );
    expect(valuesOf(damaged[0]).some(Number.isNaN)).toBe(true);
    expect(await run(session, features, [1, 198, 64])).toEqual(
      before.map((tensor) => expect.objectContaining({ data: tensor?.data })),
    );
  });
});

describe("a graph that is not for our own kernels", () => {
  const floats = (values: readonly number[]) => new Uint8Array(Float32Array.from(values).buffer);
  const model = (op: string, attributes: Record<string, bigint | readonly bigint[]> = {}) =>
    writeOnnx({
      producer: "test",
      opsets: { "": 17 },
      inputs: [{ name: "x", type: "float32", dims: ["batch", 4, 2] }],
      outputs: [{ name: "y", type: "float32", dims: ["batch", 4] }],
      initializers: [{ name: "w", type: "float32", dims: [2, 1, 1, 1], data: floats([1, 2]) }],
      nodes: [{ op, domain: "", inputs: ["x", "w"], outputs: ["y"], attributes }],
    });
  const selfPadded = writeOnnx({
    producer: "test",
    opsets: { "": 11 },
    inputs: [{ name: "x", type: "float32", dims: ["batch", 4, 2] }],
    outputs: [{ name: "y", type: "float32", dims: ["batch", 2, 4, 2] }],
    initializers: [{ name: "w", type: "float32", dims: [2, 1, 1, 1], data: floats([1, 2]) }],
    nodes: [
      { op: "Unsqueeze", domain: "", inputs: ["x"], outputs: ["image"], attributes: { axes: [1n] } },
      { op: "Conv", domain: "", inputs: ["image", "w"], outputs: ["y"], attributes: { auto_pad: "SAME_UPPER" } },
    ],
  });
  it.each([
    ["another operator", model("LSTM"), /no operator LSTM/],
    ["a padding of its own", selfPadded, /padding itself/],
    ["a convolution of the input itself", model("Conv"), /x is no image/],
    ["bytes that are none", Uint8Array.of(1, 2, 3), /./],
    ["a file that was cut off", fileOf("public/models/spoken-digits").slice(0, 100_000), /./],
    ["no bytes", new Uint8Array(), /inputs other than one/],
  ])("%s: refused, for another runtime to take", async (_, bytes, reason) => {
    const refused = await convnet.createSession(graphOf(bytes)).catch((thrown) => thrown);
    expect(refused).toBeInstanceOf(EarshotError);
    expect(refused).toMatchObject({ code: "backend-unavailable", message: expect.stringMatching(reason) });
  });

  it("weights in files of their own are refused", async () => {
    const graph = { ...graphOf(model("Conv")), externalData: [{ path: "w", data: new Blob() }] };
    await expect(convnet.createSession(graph)).rejects.toMatchObject({ code: "backend-unavailable" });
  });
});
