/**
 * What transformers.js gets in place of onnxruntime-web: enough to be imported, nothing that runs. Only its feature
 * extractors are used (`transformers-extractor.ts`); a model run through it would throw here.
 */
export { Tensor } from "onnxruntime-common";

export const env = { wasm: { wasmPaths: "not-used" }, webgpu: {}, versions: {} };

export const InferenceSession = {
  create(): never {
    throw new Error("transformers.js runs no model in this app");
  },
};
