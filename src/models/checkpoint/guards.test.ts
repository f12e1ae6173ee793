import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { blobSource } from "./blob-source.ts";
import { checkGuards } from "./guards.ts";
import { readPytorch } from "./pytorch.ts";

const FILE = "pytorch_model.bin";
const read = (name: string) => new Uint8Array(readFileSync(path.join(import.meta.dirname, "reference", name)));
const readsOf = async (bytes: Uint8Array<ArrayBuffer>) => {
  const source = blobSource(new Blob([bytes]));
  let reads = 0;
  const counted = {
    ...source,
    read(at: number, length: number) {
      reads++;
      return source.read(at, length);
    },
  };
  return { shard: await readPytorch(counted, FILE), reads: () => reads };
};

it("two reads do for what torch.save wrote, however many tensors: places follow from its rule, with a guard each", async () => {
  const { shard, reads } = await readsOf(read("odd.bin"));
  expect(reads()).toBe(2);
  const storages = new Set(shard.tensors.filter(({ bytes }) => bytes > 0).map(({ offset }) => offset >> 6));
  expect(shard.guards.length).toBeGreaterThan(4);
  expect(storages.size).toBeGreaterThan(4);
});

it("an archive that another program packed has its headers read", async () => {
  const { shard, reads } = await readsOf(read("packed-anew.bin"));
  expect(reads()).toBeGreaterThan(4);
  expect(shard.guards.length).toBeLessThan(3);
});

it("guards see a header that is not what its place was computed from, in pieces of any size", async () => {
  const bytes = read("plain.bin");
  const { shard } = await readsOf(bytes);
  const [guard] = shard.guards;
  if (!guard) throw new Error("no guard");
  const feed = (file: Uint8Array, step: number) => {
    for (let at = 0; at < file.length; at += step) checkGuards(shard.guards, FILE, at, file.subarray(at, at + step));
  };
  for (const step of [1, 7, 64, bytes.length]) feed(bytes, step);
  const moved = bytes.slice();
  moved[guard.offset + 2] = (moved[guard.offset + 2] ?? 0) + 1;
  for (const step of [1, 7, 64, bytes.length]) {
    expect(() => feed(moved, step)).toThrow(expect.objectContaining({ code: "model-corrupt" }));
  }
  checkGuards(shard.guards, "another.bin", 0, moved);
});
