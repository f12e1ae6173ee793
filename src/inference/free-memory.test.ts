import { expect, it } from "vitest";
import { freeMemory } from "./free-memory.ts";

it.runIf("transfer" in ArrayBuffer.prototype)("leaves an array without memory", () => {
  const array = new Float32Array(8);
  freeMemory(array);
  expect(array).toHaveLength(0);
});

it("does nothing where the engine cannot", () => {
  const array = new Float32Array(8);
  Object.defineProperty(array.buffer, "transfer", { value: undefined });
  freeMemory(array);
  expect(array).toHaveLength(8);
});
