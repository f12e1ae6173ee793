/**
 * The activations that a configuration may name, by the names of `ACT2FN` (transformers 5.23, activations.py). Those that hold
 * parameters of their own (prelu, xielu) no checkpoint of sound uses; they are refused like any unknown name.
 */
import { EarshotError } from "../../../errors/earshot-error.ts";
import { type GraphBuilder, MICROSOFT, type Value } from "../graph-builder.ts";

type Make = (b: GraphBuilder, x: Value) => Value;

const op =
  (name: string): Make =>
  (b, x) =>
    b.node(name, [x]);

/** Exact, with the error function. Fused: ONNX before opset 20 has no operator of it. */
const gelu: Make = (b, x) => b.node("Gelu", [x], {}, MICROSOFT);
/** All of the library's forms with tanh are the same function, written differently. */
const tanhGelu: Make = (b, x) => b.node("FastGelu", [x], {}, MICROSOFT);
const silu: Make = (b, x) => b.node("Mul", [x, b.node("Sigmoid", [x])]);

function clip(b: GraphBuilder, x: Value, least: number, most: number): Value {
  return b.node("Clip", [x, b.floats([least]), b.floats([most])]);
}

function laplace(b: GraphBuilder, x: Value): Value {
  const turned = b.node("Div", [b.node("Sub", [x, b.floats([Math.SQRT1_2])]), b.floats([0.282095 * Math.SQRT2])]);
  return b.node("Mul", [b.node("Add", [b.node("Erf", [turned]), b.floats([1])]), b.floats([0.5])]);
}

function square(b: GraphBuilder, x: Value): Value {
  return b.node("Mul", [x, x]);
}

const ACTIVATIONS: Readonly<Record<string, Make>> = {
  gelu,
  gelu_python: gelu,
  gelu_10: (b, x) => clip(b, gelu(b, x), -10, 10),
  gelu_new: tanhGelu,
  gelu_fast: tanhGelu,
  gelu_accurate: tanhGelu,
  gelu_pytorch_tanh: tanhGelu,
  gelu_python_tanh: tanhGelu,
  quick_gelu: (b, x) => b.node("Mul", [x, b.node("Sigmoid", [b.node("Mul", [x, b.floats([1.702])])])]),
  relu: op("Relu"),
  relu2: (b, x) => square(b, b.node("Relu", [x])),
  relu6: (b, x) => clip(b, x, 0, 6),
  leaky_relu: (b, x) => b.node("LeakyRelu", [x], { alpha: 0.01 }),
  silu,
  swish: silu,
  hardswish: (b, x) => b.node("Mul", [x, b.node("HardSigmoid", [x], { alpha: 1 / 6, beta: 0.5 })]),
  mish: (b, x) => b.node("Mul", [x, b.node("Tanh", [b.node("Softplus", [x])])]),
  sqrtsoftplus: (b, x) => b.node("Sqrt", [b.node("Softplus", [x])]),
  laplace,
  sigmoid: op("Sigmoid"),
  tanh: op("Tanh"),
  linear: (_, x) => x,
};

/** @throws EarshotError `model-unsupported` where the library knows no such function */
export function activation(b: GraphBuilder, x: Value, name: string): Value {
  const make = Object.hasOwn(ACTIVATIONS, name) ? ACTIVATIONS[name] : undefined;
  if (make === undefined) {
    throw new EarshotError("model-unsupported", `unknown activation ${name}`, { details: { activation: name } });
  }
  return make(b, x);
}
