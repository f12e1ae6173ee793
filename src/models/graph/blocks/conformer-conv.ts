/**
 * The convolution of a conformer's layer. Source: Wav2Vec2ConformerConvolutionModule (modeling_wav2vec2_conformer.py) and
 * Wav2Vec2BertConvolutionModule (modeling_wav2vec2_bert.py), transformers 5.23. Kernels of one step are linear layers, and are
 * stored as such.
 */
import { invalidFile } from "../../parse-json.ts";
import type { GraphBuilder, Value } from "../graph-builder.ts";
import { linear } from "../linear.ts";
import { activation } from "./activation.ts";
import { turned } from "./frame-conv.ts";
import { DEFAULT_EPSILON, layerNorm } from "./layer-norm.ts";

export interface ConformerConv {
  /** Of its tensors. */
  readonly name: string;
  readonly hidden: number;
  readonly kernel: number;
  readonly activation: string;
  /** Of its layer norms. */
  readonly epsilon: number;
  /** `batch`: steps on both sides count, a batch norm follows. `layer`: steps before alone, a layer norm follows. */
  readonly norm: "batch" | "layer";
  /** [batch, steps, 1], 0 where a step is padding. */
  readonly kept?: Value | null;
}

/** @param x [batch, steps, hidden] @returns [batch, steps, hidden] @throws EarshotError `model-config-invalid` */
export function conformerConv(b: GraphBuilder, x: Value, layer: ConformerConv): Value {
  const { name, hidden, epsilon, kept = null } = layer;
  if (layer.kernel % 2 === 0) throw invalidFile("config.json", `a depthwise kernel of ${layer.kernel} is not odd`);
  const normed = layerNorm(b, x, `${name}.layer_norm`, hidden, epsilon);
  const heard = kept ? b.node("Mul", [normed, kept]) : normed;
  const wide = pointwise(b, heard, `${name}.pointwise_conv1`, hidden, 2 * hidden);
  const [value, gate] = b.nodes("Split", [wide, b.ints([hidden, hidden])], 2, { axis: 2n });
  const gated = b.node("Mul", [value as Value, b.node("Sigmoid", [gate as Value])]);
  const active = activation(b, depthwise(b, gated, layer), layer.activation);
  return pointwise(b, active, `${name}.pointwise_conv2`, hidden, hidden);
}

/** Back in steps × channels, normed. */
function depthwise(b: GraphBuilder, x: Value, { name, hidden, kernel, norm, epsilon }: ConformerConv): Value {
  const weight = `${name}.depthwise_conv.weight`;
  const half = BigInt((kernel - 1) / 2);
  const made = b.node("Conv", [turned(b, x), b.weight(weight, b.tensor(weight, [hidden, 1, kernel]))], {
    kernel_shape: [BigInt(kernel)],
    group: BigInt(hidden),
    pads: norm === "batch" ? [half, half] : [2n * half, 0n],
  });
  if (norm === "layer") return layerNorm(b, turned(b, made), `${name}.depthwise_layer_norm`, hidden, epsilon);
  const parts = ["weight", "bias", "running_mean", "running_var"].map((part) => {
    const tensor = `${name}.batch_norm.${part}`;
    return b.weight(tensor, b.tensor(tensor, [hidden]), "f32");
  });
  return turned(b, b.node("BatchNormalization", [made, ...parts], { epsilon: DEFAULT_EPSILON }));
}

function pointwise(b: GraphBuilder, x: Value, name: string, inputs: number, outputs: number): Value {
  const { sources, make } = b.tensor(`${name}.weight`, [outputs, inputs, 1]);
  return linear(b, x, { name, weight: { sources, make, dims: [outputs, inputs] }, bias: null });
}
