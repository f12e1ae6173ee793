import { describe, expect, it } from "vitest";
import type { Checkpoint } from "../checkpoint/checkpoint.ts";
import { computed, mapped, stacked, tensor, transpose, transposed } from "./recipe.ts";
import { TensorBook } from "./tensor-book.ts";

const counted = (count: number) => Float32Array.from({ length: count }, (_, index) => index);

describe("recipes", () => {
  it.each([
    [1, 1],
    [3, 5],
    [32, 33],
    [70, 41],
  ])("transpose %i × %i", (rows, columns) => {
    const values = counted(rows * columns);
    const turned = transpose(values, rows, columns);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        expect(turned[column * rows + row]).toBe(values[row * columns + column]);
      }
    }
  });

  it("each part of a stack gets its own sources", () => {
    const turned = transposed(tensor("a", [2, 3]));
    const shifted = mapped(tensor("b", [1, 2]), (value) => value + 10);
    const { sources, dims, make } = stacked([turned, shifted, computed([1, 2], () => Float32Array.of(7, 8))]);
    expect(sources).toEqual(["a", "b"]);
    expect(dims).toEqual([5, 2]);
    expect([...make([counted(6), counted(2)])]).toEqual([0, 3, 1, 4, 2, 5, 10, 11, 7, 8]);
  });
});

describe("TensorBook", () => {
  const place = (name: string, dims: readonly number[]) =>
    ({ name, type: "F32", dims, file: "f", offset: 0, bytes: 4, strides: null }) as const;
  const tensors = [place("there", [2, 3]), place("other", [4]), place("mask", [4])];
  const checkpoint: Checkpoint = { tensors: new Map(tensors.map((one) => [one.name, one])) };

  it("tells what is missing, does not fit, and was never asked for", () => {
    const book = new TensorBook(checkpoint);
    book.take("there", [2, 4]);
    book.take("gone", [1]);
    book.ignore((name) => name === "mask");
    expect(book.fit()).toEqual({
      missing: ["gone"],
      misfits: [{ name: "there", has: [2, 3], wants: [2, 4] }],
      unknown: ["other"],
    });
  });
});
