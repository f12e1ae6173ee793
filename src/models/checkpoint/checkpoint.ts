/**
 * A checkpoint as it lies: which tensors it holds, of which type and shape, and where their bytes are. The readers beside this
 * file make it from headers alone, so that a model can be judged before its weights move; values are read by whoever needs them.
 */

/** Types whose values a graph can take. Integer buffers (`num_batches_tracked`) are no weights: the readers leave them out. */
export type TensorType = "F32" | "F16" | "BF16" | "F64";

export const TYPE_BYTES: Readonly<Record<TensorType, number>> = { F32: 4, F16: 2, BF16: 2, F64: 8 };

export interface TensorPlace {
  readonly name: string;
  readonly type: TensorType;
  readonly dims: readonly number[];
  /** Path in the repository. */
  readonly file: string;
  /** Of its first byte in that file; no alignment is promised. */
  readonly offset: number;
  /** From its first byte to behind its last one; with strides that may be more than its values take. */
  readonly bytes: number;
  /** Steps in elements along each dimension; null = row-major without gaps. */
  readonly strides: readonly number[] | null;
}

export interface Checkpoint {
  /** By name, in no order. */
  readonly tensors: ReadonlyMap<string, TensorPlace>;
  /** What must lie in the files for the places to be right; none where the headers say all. `guards.ts` compares them. */
  readonly guards?: readonly Guard[];
}

/** Bytes that were not read, but are known to be there if the file is what its directory says. */
export interface Guard {
  readonly file: string;
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** What one file of a checkpoint gives. */
export interface Shard {
  readonly tensors: readonly TensorPlace[];
  /** Of integer buffers, too. */
  readonly names: ReadonlySet<string>;
  readonly guards: readonly Guard[];
}

/** A file that is read at places: over the network by ranges, or on a disk. */
export interface ByteSource {
  readonly bytes: number;
  /** Exactly `length` bytes. @throws EarshotError `model-incomplete` where there are fewer */
  read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
}

export function elementsOf(dims: readonly number[]): number {
  return dims.reduce((product, size) => product * size, 1);
}
