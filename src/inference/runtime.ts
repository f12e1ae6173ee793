/**
 * The part of onnxruntime that the core uses. It is injected, so that the same classifier runs on the plain WASM
 * runtime, on the WebGPU one, and in Node.
 */
import type { ExternalData } from "../models/model-files.ts";
import type { Precision } from "../models/precision.ts";

export interface OnnxTensor {
  readonly dims: readonly number[];
  readonly data: unknown;
  dispose(): void;
}

/** What a graph says of an input; no type and no dims where it says nothing. */
export interface GraphInput {
  readonly name: string;
  readonly type: string | null;
  /** A number where the graph fixes the size, null where any will do; empty where even their count is open. */
  readonly dims: readonly (number | null)[];
}

export interface OnnxSession {
  readonly inputs: readonly GraphInput[];
  readonly outputNames: readonly string[];
  run(feeds: Record<string, OnnxTensor>): Promise<Readonly<Record<string, OnnxTensor>>>;
  release(): Promise<void>;
}

export interface Graph {
  readonly bytes: Uint8Array;
  /** By the names that the graph uses. */
  readonly externalData: readonly ExternalData[];
  readonly precision: Precision;
}

export interface OnnxRuntime {
  /** Does what its first session would wait for, where there is such a thing. @returns itself */
  prepare(): Promise<OnnxRuntime>;
  /** @throws EarshotError `backend-unavailable` where the device lacks what the precision needs; else what the runtime says. */
  createSession(graph: Graph): Promise<OnnxSession>;
  createTensor(type: "float32", data: Float32Array, dims: readonly number[]): OnnxTensor;
  /** @param kept 1 where a step counts, 0 where it is padding; null: every step counts. */
  createMask(dims: readonly [batch: number, steps: number], kept: Uint8Array | null): OnnxTensor;
  /** Rejects never; resolves when the device under the session is lost. Pending for ever on WASM. */
  readonly lost: Promise<string>;
}
