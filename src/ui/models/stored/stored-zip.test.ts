import { unzipSync } from "fflate";
import { expect, it } from "vitest";
import { storedZip } from "./stored-zip.ts";

it("gives back every file as it was, folders and letters of all kinds included", async () => {
  const large = new Uint8Array(9 << 20).map((_, at) => (at * 7919) >> 3);
  const files = { "config.json": new TextEncoder().encode("{}"), "onnx/modèle.onnx": large, empty: new Uint8Array() };
  const entries = Object.entries(files).map(([path, bytes]) => ({ path, content: new Blob([bytes]) }));
  const zip = await storedZip(entries, new Date(2026, 3, 5, 6, 7, 8));
  const found = unzipSync(new Uint8Array(await zip.arrayBuffer()));
  expect(Object.keys(found)).toEqual(Object.keys(files));
  // Not `toEqual`: it takes minutes over megabytes.
  for (const [path, bytes] of Object.entries(files))
    expect(Buffer.compare(found[path] ?? Buffer.of(1), bytes), path).toBe(0);
});
