/** Each activation against what its name means, by onnxruntime. */
import * as ort from "onnxruntime-web";
import { describe, expect, it } from "vitest";
import { activation } from "../models/graph/blocks/activation.ts";
import { GraphBuilder } from "../models/graph/graph-builder.ts";
import { onnxOf } from "../models/graph/onnx-of-plan.ts";

ort.env.wasm.numThreads = 1;

const X = [-12, -3.5, -1, -0.3, 0, 0.3, 1, 2.7, 7, 12];

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const softplus = (x: number) => Math.log1p(Math.exp(-Math.abs(x))) + Math.max(0, x);
const tanhGelu = (x: number) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
/** By the integral of its derivative. */
function erf(x: number): number {
  const steps = 20_000;
  let sum = 0;
  for (let step = 0; step < steps; step++) sum += Math.exp(-((((step + 0.5) / steps) * x) ** 2));
  return (2 / Math.sqrt(Math.PI)) * (sum / steps) * x;
}
const gelu = (x: number) => 0.5 * x * (1 + erf(x / Math.SQRT2));

const MEANT: Record<string, (x: number) => number> = {
  gelu,
  gelu_python: gelu,
  gelu_10: (x) => Math.min(10, Math.max(-10, gelu(x))),
  gelu_new: tanhGelu,
  gelu_fast: tanhGelu,
  gelu_accurate: tanhGelu,
  gelu_pytorch_tanh: tanhGelu,
  gelu_python_tanh: tanhGelu,
  quick_gelu: (x) => x * sigmoid(1.702 * x),
  relu: (x) => Math.max(0, x),
  relu2: (x) => Math.max(0, x) ** 2,
  relu6: (x) => Math.min(6, Math.max(0, x)),
  leaky_relu: (x) => (x < 0 ? 0.01 * x : x),
  silu: (x) => x * sigmoid(x),
  swish: (x) => x * sigmoid(x),
  hardswish: (x) => (x * Math.min(6, Math.max(0, x + 3))) / 6,
  mish: (x) => x * Math.tanh(softplus(x)),
  sqrtsoftplus: (x) => Math.sqrt(softplus(x)),
  laplace: (x) => 0.5 * (1 + erf((x - Math.SQRT1_2) / (0.282095 * Math.SQRT2))),
  sigmoid,
  tanh: Math.tanh,
  linear: (x) => x,
};

describe("activation", () => {
  it.each(Object.entries(MEANT))("%s", async (name, meant) => {
    const b = new GraphBuilder({ tensors: new Map() }, "fp32");
    b.output("y", activation(b, b.input("x", "float32", [X.length]), name), [X.length]);
    const session = await ort.InferenceSession.create(onnxOf(b.plan(), [], "none"));
    const { y } = await session.run({ x: new ort.Tensor("float32", X, [X.length]) });
    const data = y?.data as Float32Array;
    for (const [at, x] of X.entries()) {
      expect(Math.abs((data[at] ?? Number.NaN) - meant(x))).toBeLessThan(2e-5 * Math.max(1, Math.abs(x)));
    }
    await session.release();
  });

  it("refuses a name that the library does not know, and those of every object", () => {
    const b = new GraphBuilder({ tensors: new Map() }, "fp32");
    for (const name of ["gelu_11", "constructor", ""]) {
      expect(() => activation(b, { name: "x" }, name)).toThrow(expect.objectContaining({ code: "model-unsupported" }));
    }
  });
});
