/**
 * An ONNX graph → a net that runs on our own kernels: small convolutional networks over log-mel features, such as those that
 * ship inside (`training/export.py`). Other graphs are refused with the reason; onnxruntime runs them.
 */
import { ONNX_TYPES } from "../models/graph/onnx-model.ts";
import { type ReadInput, readOnnx } from "../models/graph/read-onnx.ts";
import { instantiate, type Machine } from "./machine.ts";
import { NetBuilder } from "./net-builder.ts";
import { OPERATORS } from "./operators.ts";
import { valuesOf } from "./vectors.ts";

export interface Net {
  readonly input: { readonly name: string; readonly frames: number; readonly mels: number };
  /** By name: what the last run gave. */
  readonly outputs: ReadonlyMap<string, Float32Array>;
  /** @param features one window, [frames, mels] */
  run(features: Float32Array): void;
}

/** @throws Error with the reason where the graph holds anything else, or this engine has no SIMD. */
export function buildNet(model: Uint8Array): Net {
  const graph = readOnnx(model);
  const { name, frames, mels } = featuresOf(graph.inputs);
  const net = new NetBuilder(graph);
  net.name(name, { kind: "features", features: { rows: frames, mels, columns: mels } });
  for (const node of graph.nodes) {
    if (net.isDone(node)) continue;
    const operator = OPERATORS[node.op];
    if (!operator) throw new Error(`no operator ${node.op}`);
    operator(net, node);
  }
  const vectors = graph.outputs.map((output) => [output, net.take(output, "vector").vector] as const);
  const instance = net.memory.instantiate(instantiate);
  if (!instance) throw new Error("no WebAssembly SIMD, or no memory for the net");
  const machine: Machine = { exports: instance.exports, floats: new Float32Array(instance.memory) };
  return {
    input: { name, frames, mels },
    outputs: new Map(vectors.map(([output, vector]) => [output, valuesOf(machine.floats, vector)])),
    run(features) {
      net.feed?.(machine.floats, features);
      for (const step of net.steps) step(machine);
    },
  };
}

function featuresOf(inputs: readonly ReadInput[]): { name: string; frames: number; mels: number } {
  const [input, ...others] = inputs;
  const [, frames, mels, more] = input?.dims ?? [];
  const isOne = input?.type === ONNX_TYPES.float32 && others.length === 0 && more === undefined;
  if (!isOne || !frames || !mels) throw new Error("inputs other than one [batch, frames, mels]");
  return { name: input.name, frames, mels };
}
