/**
 * Owns: what is not zero in an image: behind a ReLU that is about half, and a product with zero need not be computed. Row by
 * row, each value with its place in the row, so that the pixels under a row of a kernel are one run; a table tells where each
 * pixel's begin. The border's have none, so the kernel has no edges here either.
 */
import type { MemoryPlan } from "../signal/simd/memory-plan.ts";
import { addressOf, FLOAT_BYTES, type Image, pitchOf } from "./images.ts";
import type { Step } from "./machine.ts";

/** The value and its place. */
const ENTRY_BYTES = 8;
export const ADDRESS_BYTES = 4;

export interface Nonzeros {
  readonly of: Image;
  readonly entriesAt: number;
  /** Addresses of a row: where each pixel's begin, and where the last one's end. The border's rows tell of nothing. */
  readonly toldAt: number;
}

export function reserveNonzeros(memory: MemoryPlan, of: Image): Nonzeros {
  const entriesAt = memory.reserve((of.rows * entriesPitch(of)) / FLOAT_BYTES);
  const toldAt = memory.reserve(((of.rows + 2 * of.border) * toldPitch(of)) / FLOAT_BYTES);
  return { of, entriesAt, toldAt };
}

/** Where it is told where a pixel's nonzeros begin; row and column may be on the border. */
export function toldAddress({ of, toldAt }: Nonzeros, row: number, column: number): number {
  return toldAt + (row + of.border) * toldPitch(of) + (column + of.border) * ADDRESS_BYTES;
}

export function toldPitch({ columns, border }: Image): number {
  return (columns + 2 * border + 1) * ADDRESS_BYTES;
}

function entriesPitch({ columns, lanes }: Image): number {
  return columns * lanes * ENTRY_BYTES;
}

export function collectStep(to: Nonzeros): Step {
  const { of, entriesAt } = to;
  const image = addressOf(of, 0, 0);
  const told = toldAddress(to, 0, -of.border);
  return ({ exports }) =>
    exports.collect(
      image,
      of.rows,
      pitchOf(of),
      of.columns,
      of.lanes,
      of.border,
      entriesAt,
      entriesPitch(of),
      told,
      toldPitch(of),
    );
}
