import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { blobSource } from "./blob-source.ts";
import { readSafetensors } from "./safetensors.ts";

const FILE = "model.safetensors";
const W = { dtype: "F32", shape: [2, 3], data_offsets: [0, 24] };

/** @param header JSON, or the text itself */
function fileOf(header: unknown, dataBytes: number, claimed?: bigint): Blob {
  const text = new TextEncoder().encode(typeof header === "string" ? header : JSON.stringify(header));
  const length = new DataView(new ArrayBuffer(8));
  length.setBigUint64(0, claimed ?? BigInt(text.length), true);
  return new Blob([length.buffer, text, new Uint8Array(dataBytes)]);
}
const read = (header: unknown, dataBytes: number, claimed?: bigint) =>
  readSafetensors(blobSource(fileOf(header, dataBytes, claimed)), FILE);

describe("readSafetensors", () => {
  it("gives names, types, shapes and places; counters and metadata are no weights", async () => {
    const header = {
      __metadata__: { format: "pt" },
      "b.half": { dtype: "F16", shape: [3], data_offsets: [32, 38] },
      "a.weight": W,
      "bn.num_batches_tracked": { dtype: "I64", shape: [], data_offsets: [24, 32] },
      empty: { dtype: "BF16", shape: [0, 4], data_offsets: [32, 32] },
    };
    const dataAt = 8 + JSON.stringify(header).length;
    expect(await read(header, 38)).toEqual([
      { name: "b.half", type: "F16", dims: [3], file: FILE, offset: dataAt + 32, bytes: 6, strides: null },
      { name: "a.weight", type: "F32", dims: [2, 3], file: FILE, offset: dataAt, bytes: 24, strides: null },
      { name: "empty", type: "BF16", dims: [0, 4], file: FILE, offset: dataAt + 32, bytes: 0, strides: null },
    ]);
  });

  it("allows spaces behind the header, and a file of no tensors", async () => {
    expect(await read(`${JSON.stringify({ W })}   `, 24)).toHaveLength(1);
    expect(await read({}, 0)).toEqual([]);
  });

  it("reads nothing of the weights", async () => {
    const source = blobSource(fileOf({ W }, 24));
    const dataAt = source.bytes - 24;
    const reads: number[] = [];
    const watched = {
      ...source,
      read(at: number, length: number) {
        reads.push(at + length);
        return source.read(at, length);
      },
    };
    await readSafetensors(watched, FILE);
    expect(reads).toEqual([8, dataAt]);
  });

  const other = (change: object) => ({ W: { ...W, ...change } });
  it.each([
    ["is empty", "", 0, undefined, "model-corrupt", "header"],
    ["says 2^63 bytes of header", { W }, 24, 1n << 63n, "model-corrupt", "cut-off"],
    ["says a header longer than the file", { W }, 24, 200n, "model-corrupt", "cut-off"],
    ["says a header that cuts its JSON", { W }, 24, 20n, "model-corrupt", "header"],
    ["does not begin with {", ` ${JSON.stringify({ W })}`, 24, undefined, "model-corrupt", "header"],
    ["is no JSON", "{x", 0, undefined, "model-corrupt", "header"],
    ["is deep", `{"a":${"[".repeat(100_000)}`, 0, undefined, "model-corrupt", "header"],
    ["is deep and whole", `{"a":${"[".repeat(9)}${"]".repeat(9)}}`, 0, undefined, "model-corrupt", "header"],
    [
      "names a tensor twice",
      `{"W":${JSON.stringify(W)},"W":${JSON.stringify(W)}}`,
      24,
      undefined,
      "model-corrupt",
      "header",
    ],
    [
      "names a shape twice",
      `{"W":{"shape":[1],"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}}`,
      24,
      undefined,
      "model-corrupt",
      "header",
    ],
    ["has metadata that are numbers", { __metadata__: { a: 1 }, W }, 24, undefined, "model-corrupt", "header"],
    ["has no shape", { W: { dtype: "F32", data_offsets: [0, 24] } }, 24, undefined, "model-corrupt", "header"],
    ["has a size of 2^63", other({ shape: [2 ** 63] }), 24, undefined, "model-corrupt", "header"],
    [
      "has sizes whose product overflows",
      other({ shape: [2 ** 40, 2 ** 40] }),
      24,
      undefined,
      "model-corrupt",
      "header",
    ],
    [
      "has sizes whose product overflows to 0",
      other({ shape: [2 ** 40, 2 ** 40, 0] }),
      24,
      undefined,
      "model-corrupt",
      "header",
    ],
    ["has a negative size", other({ shape: [-2, -3] }), 24, undefined, "model-corrupt", "header"],
    ["has a fraction", other({ shape: [1.5, 4] }), 24, undefined, "model-corrupt", "header"],
    ["has a size that is text", other({ shape: ["2", 3] }), 24, undefined, "model-corrupt", "header"],
    ["has too many dimensions", other({ shape: new Array(65).fill(1) }), 4, undefined, "model-corrupt", "header"],
    ["has offsets backwards", other({ data_offsets: [24, 0] }), 24, undefined, "model-corrupt", "offsets"],
    ["has another size than its place", other({ shape: [2, 2] }), 24, undefined, "model-corrupt", "offsets"],
    ["has one offset", other({ data_offsets: [0] }), 24, undefined, "model-corrupt", "header"],
    ["has a hole before its first tensor", other({ data_offsets: [4, 28] }), 28, undefined, "model-corrupt", "offsets"],
    ["has two tensors at one place", { W, V: W }, 24, undefined, "model-corrupt", "offsets"],
    ["has bytes behind its last tensor", { W }, 25, undefined, "model-corrupt", "offsets"],
    ["lacks its last byte", { W }, 23, undefined, "model-corrupt", "cut-off"],
    [
      "has an unknown type",
      other({ dtype: "F8_E4M3", data_offsets: [0, 6] }),
      6,
      undefined,
      "model-unsupported",
      "tensor-type",
    ],
    ["has a type named like a method", other({ dtype: "toString" }), 24, undefined, "model-unsupported", "tensor-type"],
    ["has a header of 9 MB", `{}${" ".repeat(9 << 20)}`, 0, undefined, "model-unsupported", "header-size"],
  ] as const)("refuses one that %s", async (_, header, dataBytes, claimed, code, reason) => {
    await expect(read(header, dataBytes, claimed)).rejects.toMatchObject({ code, details: { file: FILE, reason } });
  });

  it("refuses text that is no UTF-8, and files too short for a length", async () => {
    const bytes = new Uint8Array(await fileOf({ W }, 24).arrayBuffer());
    bytes[10] = 0xff;
    await expect(readSafetensors(blobSource(new Blob([bytes])), FILE)).rejects.toMatchObject({
      details: { reason: "header" },
    });
    for (const size of [0, 7]) {
      const cut = blobSource(new Blob([bytes.subarray(0, size)]));
      await expect(readSafetensors(cut, FILE)).rejects.toMatchObject({ details: { reason: "cut-off" } });
    }
  });
});

const TINY = path.resolve("../shared/hub/models/tiny");
describe.skipIf(!existsSync(TINY) && !process.env.CI)("on real files", () => {
  const files = existsSync(TINY)
    ? readdirSync(TINY)
        .map((name) => path.join(TINY, name, FILE))
        .filter(existsSync)
    : [];
  it.each(files)("%s", async (file) => {
    const places = await readSafetensors(blobSource(new Blob([readFileSync(file)])), FILE);
    expect(places.length).toBeGreaterThan(20);
  });
});
