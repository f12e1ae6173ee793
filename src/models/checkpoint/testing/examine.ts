/**
 * Reads a checkpoint as the app does, to the last value: headers, then every tensor's bytes with the guards of its file. What
 * tests and the fuzzer call; the sources it reads from refuse any read that is not within the file.
 */
import { type ByteSource, elementsOf, type TensorPlace } from "../checkpoint.ts";
import { checkGuards } from "../guards.ts";
import { readCheckpoint } from "../read-checkpoint.ts";
import { tensorValues } from "../tensor-values.ts";

export type Files = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
export interface Tensor {
  readonly dims: readonly number[];
  readonly values: Float32Array;
}

/** @throws EarshotError for whatever is wrong; any other error is a fault of ours */
export async function examine(files: Files, each: (name: string, tensor: Tensor) => void): Promise<number> {
  const listed = [...files.keys()].map((path) => ({ path }));
  const { tensors, guards } = await readCheckpoint(listed, (path) =>
    Promise.resolve(strictSource(bytesOf(files, path))),
  );
  for (const [path, bytes] of files) checkGuards(guards ?? [], path, 0, bytes);
  for (const [name, place] of tensors) each(name, { dims: place.dims, values: valuesOf(files, place) });
  return tensors.size;
}

function valuesOf(files: Files, place: TensorPlace): Float32Array {
  const file = bytesOf(files, place.file);
  if (place.offset < 0 || place.offset + place.bytes > file.length)
    throw new Error(`${place.name} lies outside of its file`);
  const values = tensorValues(place, file.subarray(place.offset, place.offset + place.bytes));
  if (values.length !== elementsOf(place.dims)) throw new Error(`${place.name} has ${values.length} values`);
  return values;
}

function bytesOf(files: Files, path: string): Uint8Array<ArrayBuffer> {
  const bytes = files.get(path);
  if (!bytes) throw new Error(`${path} was opened and is not listed`);
  return bytes;
}

function strictSource(file: Uint8Array<ArrayBuffer>): ByteSource {
  return {
    bytes: file.length,
    read(offset, length) {
      const within = Number.isSafeInteger(offset) && Number.isSafeInteger(length) && offset >= 0 && length >= 0;
      if (!within || offset + length > file.length) {
        return Promise.reject(new Error(`a read of ${length} bytes at ${offset} of ${file.length}`));
      }
      return Promise.resolve(file.slice(offset, offset + length));
    },
  };
}
