/** What an operator of a net is, and what all of them ask of a node. */
import type { ReadNode } from "../models/graph/read-onnx.ts";
import type { NetBuilder } from "./net-builder.ts";

/** Adds its step to the net. @throws Error with what it would have to look like */
export type Operator = (net: NetBuilder, node: ReadNode) => void;

export function demand(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(what);
}

export function numbers(node: ReadNode, name: string, otherwise: readonly number[]): readonly number[] {
  return node.attributes.get(name) ?? otherwise;
}

export function number(node: ReadNode, name: string, otherwise: number): number | undefined {
  return numbers(node, name, [otherwise])[0];
}

/** Its axes, as an attribute (opset 17 and before) or as an input. */
export function axesOf(net: NetBuilder, node: ReadNode): string {
  return [...(node.inputs[1] ? net.constant(node.inputs[1]).values : numbers(node, "axes", []))].join();
}
