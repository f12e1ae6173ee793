import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { compileModule, MODULES } from "./compile-simd.mjs";

it.each(MODULES)("$generated is what its source compiles to", { timeout: 60_000 }, async (module) => {
  expect(readFileSync(module.generated, "utf8")).toBe(await compileModule(module));
});
