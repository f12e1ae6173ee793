import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { compileSimd, GENERATED } from "./compile-simd.mjs";

it("the committed WebAssembly is what its source compiles to", { timeout: 60_000 }, async () => {
  expect(readFileSync(GENERATED, "utf8")).toBe(await compileSimd());
});
