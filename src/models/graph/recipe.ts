/**
 * How a weight of the graph is made of tensors of the checkpoint: taken as it is, turned, joined, or its weight norm undone.
 * Described while the graph is built, followed when the tensors come by (`library/import/`), in whatever order they come.
 */
import { elementsOf } from "../checkpoint/checkpoint.ts";

export interface Recipe {
  /** Names of tensors; each is there once. */
  readonly sources: readonly string[];
  readonly dims: readonly number[];
  /** Row-major values of the sources, in their order → row-major values of `dims`. May give back a source itself. */
  readonly make: (values: readonly Float32Array[]) => Float32Array;
}

/** As it is; `dims` may cut it differently. */
export function tensor(name: string, dims: readonly number[]): Recipe {
  return { sources: [name], dims, make: ([values]) => values as Float32Array };
}

/** What no tensor holds: a table that the library computes. Small. */
export function computed(dims: readonly number[], values: () => Float32Array): Recipe {
  return { sources: [], dims, make: values };
}

/** Along the first dimension. */
export function stacked(parts: readonly Recipe[]): Recipe {
  const [first] = parts;
  const rows = parts.reduce((sum, { dims }) => sum + (dims[0] ?? 0), 0);
  const dims = [rows, ...(first?.dims.slice(1) ?? [])];
  return {
    sources: parts.flatMap(({ sources }) => sources),
    dims,
    make(values) {
      const whole = new Float32Array(elementsOf(dims));
      let at = 0;
      let taken = 0;
      for (const { sources, make } of parts) {
        const part = make(values.slice(taken, taken + sources.length));
        taken += sources.length;
        whole.set(part, at);
        at += part.length;
      }
      return whole;
    },
  };
}

/** Rows become columns; in tiles, so that neither side strides through memory. */
export function transposed(of: Recipe): Recipe {
  const [rows = 1, columns = 1] = of.dims;
  return { sources: of.sources, dims: [columns, rows], make: (values) => transpose(of.make(values), rows, columns) };
}

const TILE = 32;

export function transpose(values: Float32Array, rows: number, columns: number): Float32Array {
  return transposeInto(values, new Float32Array(values.length), rows, columns);
}

/** @param turned as long as `values`; given back */
export function transposeInto<T extends Float32Array | Int8Array>(
  values: T,
  turned: T,
  rows: number,
  columns: number,
): T {
  for (let top = 0; top < rows; top += TILE) {
    const bottom = Math.min(rows, top + TILE);
    for (let left = 0; left < columns; left += TILE) {
      const right = Math.min(columns, left + TILE);
      for (let column = left; column < right; column++) {
        let from = top * columns + column;
        const end = column * rows + bottom;
        for (let to = column * rows + top; to < end; to++, from += columns) turned[to] = values[from] as number;
      }
    }
  }
  return turned;
}

/** A function of every value. */
export function mapped(of: Recipe, change: (value: number) => number): Recipe {
  return { ...of, make: (values) => of.make(values).map(change) };
}
