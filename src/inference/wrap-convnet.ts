/** Our own kernels (`convnet/`) as an `OnnxRuntime`: 1 KB of WebAssembly in the place of 14 MB, for the graphs that they can run. */
import { buildNet } from "../convnet/build-net.ts";
import { EarshotError } from "../errors/earshot-error.ts";
import type { OnnxRuntime, OnnxSession, OnnxTensor } from "./runtime.ts";

export function wrapConvnet(): OnnxRuntime {
  return {
    lost: new Promise<string>(() => {}),
    async prepare() {
      return this;
    },
    createSession: async ({ bytes, externalData }) => {
      if (externalData.length > 0) throw unsuited("weights in files of their own");
      return openSession(bytes);
    },
    createTensor: (_type, data, dims) => tensor(data, dims),
    createMask: () => {
      throw unsuited("an attention mask");
    },
  };
}

function openSession(bytes: Uint8Array): OnnxSession {
  const net = builtFrom(bytes);
  const { name, frames, mels } = net.input;
  const numbers = frames * mels;
  return {
    inputs: [{ name, type: "float32", dims: [null, frames, mels] }],
    outputNames: [...net.outputs.keys()],
    async run(feeds) {
      const features = feeds[name]?.data as Float32Array;
      const windows = features.length / numbers;
      const outputs = [...net.outputs].map(([output, values]) => {
        const all = tensor(new Float32Array(windows * values.length), [windows, values.length]);
        return { output, values, all };
      });
      for (let window = 0; window < windows; window++) {
        net.run(features.subarray(window * numbers, (window + 1) * numbers));
        for (const { values, all } of outputs) all.data.set(values, window * values.length);
      }
      return Object.fromEntries(outputs.map(({ output, all }) => [output, all]));
    },
    release: async () => {},
  };
}

function builtFrom(bytes: Uint8Array) {
  try {
    return buildNet(bytes);
  } catch (thrown) {
    throw unsuited(thrown instanceof Error ? thrown.message : String(thrown), thrown);
  }
}

/** Not the model's fault: another runtime takes it. */
function unsuited(reason: string, cause?: unknown): EarshotError {
  return new EarshotError("backend-unavailable", reason, { cause, details: { device: "wasm", reason } });
}

function tensor(data: Float32Array, dims: readonly number[]): OnnxTensor & { readonly data: Float32Array } {
  return { data, dims, dispose: () => {} };
}
