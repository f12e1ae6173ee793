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

/** What a person would give: a checkpoint's files, without what tests keep beside them. */
export function filesIn(folder: string): Map<string, Uint8Array<ArrayBuffer>> {
  const names = readdirSync(folder).filter((name) => READ.test(name) && name !== "expected.json");
  return new Map(names.map((name) => [name, new Uint8Array(readFileSync(path.join(folder, name)))]));
}

/** A shelf in memory. @param roomBytes of all that it keeps */
export function memoryShelf(roomBytes: number): Shelf {
  return new Shelf(new BlobPlaces(memoryBlobs(roomBytes), memoryBlobs(0)), memoryIndex(), threadLocks());
}

/** In the precision that fits best: fp32 of a small one. */
export function importFolder(folder: string): Promise<Imported> {
  return importTo(memoryShelf(1e9), path.basename(folder), filesIn(folder));
}

/** @throws EarshotError for whatever is wrong with the files */
export async function importTo(
  shelf: Shelf,
  name: string,
  files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>,
): Promise<Imported> {
  const given = [...files].map(([file, bytes]) => ({ path: file, file: new Blob([bytes]) }));
  const row = await importModel(name, given, { shelf, machine: MACHINE, freeBytes: null, nowMs: () => 1 });
  const read = async (wanted: string) => {
    const hash = row.files.find((file) => file.path === wanted)?.hash;
    return hash === undefined ? null : shelf.places.open(hash);
  };
  return { row, files: await assembleModel(row, read) };
}
