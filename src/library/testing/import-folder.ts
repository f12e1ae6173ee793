/** A folder on the test's own disk → a stored model, by the way that a person's folder takes: read, made, kept. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { ModelFiles } from "../../models/model-files.ts";
import { assembleModel } from "../assemble-model.ts";
import { BlobPlaces } from "../blob-places.ts";
import { importModel } from "../disk/import-model.ts";
import { threadLocks } from "../locks.ts";
import { memoryBlobs } from "../memory-blobs.ts";
import { memoryIndex } from "../memory-index.ts";
import type { ModelRow } from "../model-rows.ts";
import { Shelf } from "../shelf.ts";

const MACHINE = { freeBytes: null, memoryGB: 8, webgpu: false };
const READ = /\.(json|safetensors|bin)$/;

export interface Imported {
  readonly row: ModelRow;
  readonly files: ModelFiles;
}

/** In the precision that fits best: fp32 of a small one. */
export async function importFolder(folder: string): Promise<Imported> {
  const shelf = new Shelf(new BlobPlaces(memoryBlobs(1e9), memoryBlobs(1e9)), memoryIndex(), threadLocks());
  const files = readdirSync(folder)
    .filter((name) => READ.test(name) && name !== "expected.json")
    .map((name) => ({ path: name, file: new Blob([new Uint8Array(readFileSync(path.join(folder, name)))]) }));
  const row = await importModel(path.basename(folder), files, {
    shelf,
    machine: MACHINE,
    freeBytes: null,
    nowMs: () => 1,
  });
  const read = async (wanted: string) => {
    const hash = row.files.find((file) => file.path === wanted)?.hash;
    return hash === undefined ? null : shelf.places.open(hash);
  };
  return { row, files: await assembleModel(row, read) };
}
