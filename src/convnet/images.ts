/**
 * Owns: how activations lie in memory. An image is row after row (time), pixel after pixel (frequency), the channels of a
 * pixel side by side and filled up to eights, with a border of zeros for the convolutions that look beyond its edge.
 * Nothing writes to the border or to channels that are none, so both stay zero.
 */
import type { MemoryPlan } from "../signal/simd/memory-plan.ts";

export const FLOAT_BYTES = 4;
/** Outputs that the kernel computes together. */
export const EIGHT = 8;

export interface Size {
  readonly channels: number;
  readonly rows: number;
  readonly columns: number;
}

export interface Image extends Size {
  /** Address of the corner of the border. */
  readonly at: number;
  /** Values of a pixel: its channels in eights; or one. */
  readonly lanes: number;
  readonly border: number;
}

export interface Vector {
  readonly at: number;
  readonly size: number;
}

export function inEights(channels: number): number {
  return Math.ceil(channels / EIGHT) * EIGHT;
}

/** @param lanes one, where it has one channel and is only read. */
export function reserveImage(memory: MemoryPlan, size: Size, border: number, lanes = inEights(size.channels)): Image {
  const at = memory.reserve((size.rows + 2 * border) * (size.columns + 2 * border) * lanes);
  return { ...size, at, lanes, border };
}

export function reserveVector(memory: MemoryPlan, size: number): Vector {
  return { at: memory.reserve(size), size };
}

/** Bytes from one row to the next. */
export function pitchOf({ columns, border, lanes }: Image): number {
  return (columns + 2 * border) * lanes * FLOAT_BYTES;
}

/** Address of a pixel; row and column may be on the border, hence negative. */
export function addressOf(image: Image, row: number, column: number): number {
  const { at, border, lanes } = image;
  return at + (row + border) * pitchOf(image) + (column + border) * lanes * FLOAT_BYTES;
}

export function sameSize(a: Size, b: Size): boolean {
  return a.channels === b.channels && a.rows === b.rows && a.columns === b.columns;
}
