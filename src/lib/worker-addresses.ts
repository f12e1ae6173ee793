/**
 * Where a worker of the npm package finds what others made: onnxruntime's build and mediabunny are packages of their own, and a
 * worker has no import map. The page knows the addresses and gives them with the worker's name, before its first message.
 */
import * as v from "valibot";

const RuntimeSchema = v.object({
  /** The module of onnxruntime-web's API. */
  ort: v.string(),
  /** Its WASM glue and the WASM itself. */
  mjs: v.string(),
  wasm: v.string(),
});

const AddressesSchema = v.object({
  wasm: RuntimeSchema,
  /** Null where nobody said where the WebGPU build is: a page that does not want it need not have its 27 MB. */
  webgpu: v.nullable(RuntimeSchema),
  mediabunny: v.string(),
});

export type RuntimeAddresses = v.InferOutput<typeof RuntimeSchema>;
export type WorkerAddresses = v.InferOutput<typeof AddressesSchema>;

/** On the worker. */
export function ownAddresses(): WorkerAddresses {
  return v.parse(AddressesSchema, JSON.parse(self.name));
}
