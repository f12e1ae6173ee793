import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { graftProducts, ownBodies } from "./graft-products.ts";
import { PRODUCT_WASM_BASE64 } from "./product-wasm.ts";
import { findFunctions, withBodies } from "./wasm-functions.ts";

const resolve = createRequire(import.meta.url).resolve;
const runtime = (build: string) => readFileSync(resolve(`onnxruntime-web/ort-wasm-simd-threaded${build}.wasm`));
const PAGES = 20;
const [A, B, C] = [65_536, 393_216, 983_040];

interface Products {
  readonly assign: (...arguments_: number[]) => number;
  readonly increase: (...arguments_: number[]) => number;
}

describe("graftProducts", () => {
  it.each(["", ".asyncify"])(
    "changes two functions of ort-wasm-simd-threaded%s.wasm, and no other byte",
    async (build) => {
      const stock = findFunctions(runtime(build));
      const module = await graftProducts(runtime(build));
      const grafted = findFunctions(module);
      const changed = stock.bodies.flatMap((body, index) =>
        Buffer.compare(body, grafted.bodies[index] ?? body) ? [index] : [],
      );
      expect(changed).toHaveLength(2);
      expect(Buffer.compare(module.subarray(0, grafted.start), runtime(build).subarray(0, stock.start))).toBe(0);
      expect(Buffer.compare(module.subarray(grafted.end), runtime(build).subarray(stock.end))).toBe(0);
      expect(WebAssembly.validate(module)).toBe(true);
    },
  );

  it("refuses a runtime that it does not know", async () => {
    await expect(graftProducts(await graftProducts(runtime("")))).rejects.toThrow(/has changed/);
  });

  it("gives the bits that onnxruntime's own functions give, at every edge", async () => {
    const [theirs, ours] = [products(await stockBodies()), products(ownBodies())];
    const values = Float32Array.from(noise(PAGES * 16_384));
    for (const name of ["assign", "increase"] as const) {
      for (const [k, m, n, alpha] of shapes()) {
        const lda = k + (m % 3);
        const [expected, actual] = [theirs, ours].map(({ functions, floats }) => {
          floats.set(values);
          // As onnxruntime's loop does: until every row is done.
          for (let row = 0; row < m; ) {
            const [a, c] = [A + 4 * row * lda, C + 4 * row * (n + 3)];
            row += functions[name](a, B, c, k, m - row, n, lda, n + 3, alpha);
          }
          return Buffer.from(floats.slice(C / 4, C / 4 + (m + 1) * (n + 3) + 16).buffer);
        });
        expect(Buffer.compare(actual as Buffer, expected as Buffer), `${name} ${m}×${k}×${n}`).toBe(0);
      }
    }
  });
});

function* noise(length: number): Generator<number> {
  for (let seed = 1; length > 0; length--) {
    seed = (seed * 16_807) % 2_147_483_647;
    yield seed / 1_073_741_823 - 1;
  }
}

/** [K, M, N, alpha] */
function shapes(): [number, number, number, number][] {
  const columns = [...Array.from({ length: 18 }, (_, index) => index + 1), 31, 32, 47, 128];
  const sizes = columns.flatMap((n) => [1, 2, 3, 7].map((m): [number, number] => [m, n]));
  return sizes.flatMap(([m, n]) =>
    [1, 2, 5, 128].map((k): [number, number, number, number] => [k, m, n, k % 2 ? 0.37 : 1]),
  );
}

async function stockBodies(): Promise<Map<string, Uint8Array>> {
  const stock = findFunctions(runtime("")).bodies;
  const grafted = findFunctions(await graftProducts(runtime(""))).bodies;
  const own = ownBodies();
  const theirs = (name: string) =>
    stock[grafted.findIndex((body) => Buffer.compare(body, own.get(name) ?? body) === 0)];
  return new Map([...own.keys()].map((name) => [name, theirs(name) as Uint8Array]));
}

/** Our module with these bodies. */
function products(bodies: ReadonlyMap<string, Uint8Array>): { functions: Products; floats: Float32Array } {
  const module = Buffer.from(PRODUCT_WASM_BASE64, "base64");
  const { exported } = findFunctions(module);
  const ordered = [...exported].sort(([, a], [, b]) => a - b).map(([name]) => bodies.get(name) as Uint8Array);
  const memory = new WebAssembly.Memory({ initial: PAGES });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(withBodies(module, ordered)), {
    env: { memory },
  });
  return { functions: exports as unknown as Products, floats: new Float32Array(memory.buffer) };
}
