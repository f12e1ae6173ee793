/** Owns: a graph on its way to a net: what each name stands for, which nodes are done, the steps and the memory so far. */
import type { ReadConstant } from "../models/graph/read-constant.ts";
import type { ReadGraph, ReadNode } from "../models/graph/read-onnx.ts";
import { MemoryPlan } from "../signal/simd/memory-plan.ts";
import { type Image, reserveImage, type Size, type Vector } from "./images.ts";
import type { Step } from "./machine.ts";
import { collectStep, type Nonzeros, reserveNonzeros } from "./nonzeros.ts";

/** The features as they come, [frames, mels], of which the lowest `columns` are kept. */
export interface Features {
  readonly rows: number;
  readonly mels: number;
  readonly columns: number;
}

export type Value =
  | { readonly kind: "features"; readonly features: Features }
  | { readonly kind: "image"; readonly image: Image }
  /** An image and a row that is to be added to each of its rows, [columns, lanes]. */
  | { readonly kind: "shifted"; readonly image: Image; readonly row: Float32Array }
  | { readonly kind: "vector"; readonly vector: Vector };

export class NetBuilder {
  readonly memory = new MemoryPlan();
  readonly steps: Step[] = [];
  readonly #graph: ReadGraph;
  readonly #border: number;
  readonly #values = new Map<string, Value>();
  readonly #done = new Set<ReadNode>();
  readonly #rectified = new Set<Image>();
  readonly #nonzeros = new Map<Image, Nonzeros>();
  /** Copies a window's features into the image that the first convolution reads. */
  feed: ((floats: Float32Array, features: Float32Array) => void) | null = null;

  constructor(graph: ReadGraph) {
    this.#graph = graph;
    this.#border = widestPad(graph);
  }

  isDone(node: ReadNode): boolean {
    return this.#done.has(node);
  }

  set(node: ReadNode, value: Value): void {
    this.#done.add(node);
    this.name(node.outputs[0] ?? "", value);
  }

  name(name: string, value: Value): void {
    this.#values.set(name, value);
  }

  /** @throws Error where the name stands for something else, or for nothing yet. */
  take<Kind extends Value["kind"]>(name: string | undefined, kind: Kind): Extract<Value, { kind: Kind }> {
    const value = this.#values.get(name ?? "");
    if (value?.kind !== kind) throw new Error(`${name} is no ${kind}`);
    return value as Extract<Value, { kind: Kind }>;
  }

  isA(kind: Value["kind"], name: string | undefined): boolean {
    return this.#values.get(name ?? "")?.kind === kind;
  }

  has(name: string | undefined): boolean {
    return this.#values.has(name ?? "");
  }

  constant(name: string | undefined): ReadConstant {
    const constant = this.#graph.constants.get(name ?? "");
    if (!constant) throw new Error(`${name} is no constant`);
    return constant;
  }

  isConstant(name: string | undefined): boolean {
    return this.#graph.constants.has(name ?? "");
  }

  /** The one node that takes what this one gives, where it is of that kind and nobody else wants it. */
  follower(node: ReadNode, op: string): ReadNode | null {
    const [name = ""] = node.outputs;
    const taker = this.#graph.nodes.find((other) => other.op === op && other.inputs.includes(name));
    return taker && !this.isWantedElsewhere(name, taker) ? taker : null;
  }

  /** Does another node, or who runs the net, want it as well? */
  isWantedElsewhere(name: string, node: ReadNode): boolean {
    const { nodes, outputs } = this.#graph;
    return outputs.includes(name) || nodes.some((other) => other !== node && other.inputs.includes(name));
  }

  /** What is written to it has passed a ReLU. */
  markRectified(image: Image): void {
    this.#rectified.add(image);
  }

  /** Null where its values are hardly ever zero. The image is whole where this is asked. */
  nonzeros(image: Image): Nonzeros | null {
    if (!this.#rectified.has(image)) return null;
    const known = this.#nonzeros.get(image);
    if (known) return known;
    const nonzeros = reserveNonzeros(this.memory, image);
    this.#nonzeros.set(image, nonzeros);
    this.steps.push(collectStep(nonzeros));
    return nonzeros;
  }

  /** With a border as wide as any convolution of the graph looks beyond it. */
  image(size: Size, lanes?: number): Image {
    return reserveImage(this.memory, size, this.#border, lanes);
  }
}

function widestPad({ nodes }: ReadGraph): number {
  const convolutions = nodes.filter(({ op }) => op === "Conv");
  return Math.max(0, ...convolutions.flatMap(({ attributes }) => attributes.get("pads") ?? 0));
}
