/**
 * A build of onnxruntime-web as an `OnnxRuntime`, and the options with which its sessions run. The build is given: the
 * worker brings one that the app serves, a test in Node the package's own.
 */
import type { InferenceSession } from "onnxruntime-web/wasm";
import { EarshotError } from "../errors/earshot-error.ts";
import { plainAttention } from "../models/graph/plain-attention.ts";
import type { ExternalData } from "../models/model-files.ts";
import { HALF_FLOATS } from "../models/precision.ts";
import { lazyBytes } from "./lazy-bytes.ts";
import type { GraphInput, OnnxRuntime, OnnxSession } from "./runtime.ts";
import { TINY_GRAPH } from "./tiny-graph.ts";

export type Ort = typeof import("onnxruntime-web/wasm");

export interface Device {
  readonly lost?: Promise<string>;
  /** After each session: the device is known by then. */
  readonly onSession?: () => Promise<void>;
  /** WebGPU: whether shaders compute in float16. */
  readonly halfFloats?: boolean;
}

export function wrapRuntime(ort: Ort, provider: "wasm" | "webgpu" | "cpu", device: Device = {}): OnnxRuntime {
  const { lost = new Promise<string>(() => {}), onSession = async () => {}, halfFloats = false } = device;
  return {
    lost,
    /** Compiled, its threads started. */
    async prepare() {
      await (await ort.InferenceSession.create(TINY_GRAPH, optionsFor([], provider))).release();
      return this;
    },
    async createSession(graph): Promise<OnnxSession> {
      if (provider === "webgpu" && !halfFloats && HALF_FLOATS.includes(graph.precision)) {
        const details = { device: "webgpu", precision: graph.precision };
        throw new EarshotError("backend-unavailable", "this GPU has no shader-f16", { details });
      }
      // With weights inside, the file may be as large as the memory allows: it is not held twice.
      const rewritten = provider === "webgpu" && graph.externalData.length > 0;
      const bytes = rewritten ? plainAttention(graph.bytes) : graph.bytes;
      const open = (files: readonly ExternalFile[]) => ort.InferenceSession.create(bytes, optionsFor(files, provider));
      const parts = inParts(graph.externalData);
      // Another release of the runtime may ask an array for more than a part of it.
      const session = parts
        ? await open(parts).catch(() => open(graph.externalData))
        : await open(provider === "cpu" ? await atOnce(graph.externalData) : graph.externalData);
      await onSession();
      return {
        inputs: session.inputMetadata.map(inputOf),
        outputNames: session.outputNames,
        run: (feeds) => session.run(feeds as Parameters<typeof session.run>[0]),
        release: () => session.release(),
      };
    },
    createTensor: (type, data, dims) => new ort.Tensor(type, data, dims),
    createMask: ([batch, steps], kept) => {
      const mask = kept ? BigInt64Array.from(kept, BigInt) : new BigInt64Array(batch * steps).fill(1n);
      return new ort.Tensor("int64", mask, [batch, steps]);
    },
  };
}

interface ExternalFile {
  readonly path: string;
  readonly data: Blob | Uint8Array;
}

/** Null where there is none, or where this thread cannot. */
function inParts(files: readonly ExternalData[]): ExternalFile[] | null {
  const parts = files.flatMap(({ path, data }) => {
    const bytes = lazyBytes(data);
    return bytes ? [{ path, data: bytes }] : [];
  });
  return parts.length > 0 ? parts : null;
}

/** The native runtime takes no Blob. */
function atOnce(files: readonly ExternalData[]): Promise<ExternalFile[]> {
  return Promise.all(files.map(async ({ path, data }) => ({ path, data: new Uint8Array(await data.arrayBuffer()) })));
}

function optionsFor(files: readonly ExternalFile[], provider: string): InferenceSession.SessionOptions {
  return {
    executionProviders: [provider],
    graphOptimizationLevel: "all",
    logSeverityLevel: 3,
    ...(files.length > 0 ? { externalData: [...files] } : {}),
    // A waiting thread must sleep: spinning takes the core from whoever decodes the next sound.
    extra: { session: { intra_op: { allow_spinning: "0" } } },
  };
}

function inputOf(input: InferenceSession.ValueMetadata): GraphInput {
  if (!input.isTensor) return { name: input.name, type: null, dims: [] };
  const dims = input.shape.map((size) => (typeof size === "number" && size > 0 ? size : null));
  return { name: input.name, type: input.type, dims };
}
