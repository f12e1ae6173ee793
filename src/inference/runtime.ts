/**
 * The part of onnxruntime that the core uses. It is injected, so that the same classifier runs on the plain WASM
 * runtime, on the WebGPU one, and in Node.
 */
export interface OnnxTensor {
  readonly dims: readonly number[];
  readonly data: unknown;
  dispose(): void;
}

export interface OnnxSession {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  run(feeds: Record<string, OnnxTensor>): Promise<Readonly<Record<string, OnnxTensor>>>;
  release(): Promise<void>;
}

export interface OnnxRuntime {
  createSession(weights: Uint8Array): Promise<OnnxSession>;
  createTensor(type: "float32", data: Float32Array, dims: readonly number[]): OnnxTensor;
  /** Ones: every sample counts. */
  createMask(batch: number, length: number): OnnxTensor;
  /** Rejects never; resolves when the device under the session is lost. Pending for ever on WASM. */
  readonly lost: Promise<string>;
}
